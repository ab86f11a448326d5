import { expect, test } from 'vitest'
import { makeStreamParser, type StreamMessage } from '../src/api/event-stream.ts'

const stream = 'retry: 2500\n: hello\n\nid: 7\nevent: note\ndata: one\ndata: two\n\nid: 8\r\ndata:{"a":1}\r\n\r\ndata: no id\r\rid: 9\n\n'
const messages: StreamMessage[] = [
  { id: '7', event: 'note', data: 'one\ntwo' }, { id: '8', event: 'message', data: '{"a":1}' }, { id: '8', event: 'message', data: 'no id' },
]

test('messages are read with their id, name and lines, and comments are passed over', () => {
  const parser = makeStreamParser()
  expect(parser.feed(stream)).toEqual(messages)
  expect(parser.retryMs).toBe(2500)
})

test('it does not matter where the network cuts the text', () => {
  for (let size = 1; size < 12; size += 1) {
    const parser = makeStreamParser()
    const pieces = stream.match(new RegExp(`[^]{1,${size}}`, 'g'))!
    expect(pieces.flatMap(piece => parser.feed(piece))).toEqual(messages)
    expect(parser.lastId).toBe('9')
  }
})

test('an id without data moves the cursor and delivers nothing', () => {
  const parser = makeStreamParser()
  expect(parser.feed('id: 42\n\n')).toEqual([])
  expect(parser.lastId).toBe('42')
})

test('a message that was cut off before its blank line does not move the cursor', () => {
  const parser = makeStreamParser('5')
  expect(parser.feed('id: 6\ndata: half')).toEqual([])
  expect(parser.lastId).toBe('5')
})

test('an id with a zero character is ignored', () => {
  const parser = makeStreamParser('1')
  parser.feed('id: 2\0\ndata: x\n\n')
  expect(parser.lastId).toBe('1')
})
