import { expect, test } from 'vitest'
import { makeDraftCaptions } from '../src/watch/draft-captions.ts'

const long = 'We could make the case of lightweight plastic, which need not look as stylish as a mobile phone, and then the whole thing would cost a good deal less than what the others sell today.'
const cues = [
  { start: 2, end: 4, speaker: 'Ann', text: 'Hello there.' },
  { start: 4, end: 16, speaker: 'Ann', text: long },
  { start: 20, end: 24, speaker: 'Bob', text: '我们需要在周五之前讨论预算问题然后再决定下一步应该怎么做因为时间已经不多了大家都很着急' },
]
const seconds = Array.from({ length: 260 }, (_, index) => index / 10)

test('each moment shows at most two lines of 42 letters, and a wide sign counts twice', () => {
  const at = makeDraftCaptions(cues)
  for (const second of seconds) {
    const lines = at(second)
    expect(lines.length).toBeLessThanOrEqual(2)
    for (const line of lines) expect([...line].reduce((sum, sign) => sum + (sign > '\u2e80' ? 2 : 1), 0), line).toBeLessThanOrEqual(42)
  }
})

test('every word is shown once, in its order, and each new speaker is named', () => {
  const at = makeDraftCaptions(cues)
  const shown = seconds.map(at).filter((lines, index, all) => lines.length > 0 && lines !== all[index - 1]).map(lines => lines.join(' '))
  expect(shown.slice(0, -2).join(' ')).toBe(`Ann: Hello there. ${long}`)
  expect(shown.slice(-2).join('').replaceAll(' ', '')).toBe(`Bob:${cues[2]!.text}`)
})

test('nothing is shown before, between and after what is said', () => {
  const at = makeDraftCaptions(cues)
  for (const second of [0, 1.9, 16, 19.9, 24, 100]) expect(at(second)).toEqual([])
})

test('a word thrown in does not take the place of the one who goes on speaking', () => {
  const at = makeDraftCaptions([
    { start: 0, end: 6, speaker: 'Ann', text: 'This is said all the time.' }, { start: 2, end: 2.5, speaker: 'Bob', text: 'Yeah.' }, { start: 8, end: 8.5, speaker: 'Bob', text: 'Yes.' },
  ])
  expect([1, 2.2, 3, 8.2].map(second => at(second).join(' '))).toEqual(['Ann: This is said all the time.', 'Ann: This is said all the time.', 'Ann: This is said all the time.', 'Bob: Yes.'])
})
