import type { LiveEvent } from '@f2l/common/contracts/events.ts'
import { expect, test } from 'vitest'
import { ApiError } from '../src/api/api-error.ts'
import { followEvents, type LiveEventsDeps } from '../src/api/live-events.ts'

type Answer = string | Error

/** A server that gives these answers one after the other, then says that the session is over. */
async function follow(answers: Answer[]) {
  const seen = { cursors: [] as string[], events: [] as LiveEvent[], waits: [] as number[], connections: [] as boolean[] }
  const deps: LiveEventsDeps = {
    open: async cursor => {
      seen.cursors.push(cursor)
      const answer = answers.shift() ?? new ApiError('auth.required', 401, 'over')
      if (typeof answer !== 'string') throw answer
      return new Response(answer)
    },
    wait: async ms => { seen.waits.push(ms) },
    random: () => 1,
    onEvent: event => { seen.events.push(event) },
    onConnection: isOpen => { seen.connections.push(isOpen) },
  }
  await followEvents(deps, new AbortController().signal)
  return seen
}

const broken = (): Error => new ApiError('browser.offline', 0, 'no network')

test('every reconnect continues from the last cursor', async () => {
  const seen = await follow(['id: 3\ndata: {"type":"queue"}\n\n', 'id: 4\n\n', ''])
  expect(seen.cursors).toEqual(['', '3', '4', '4'])
  expect(seen.events).toEqual([{ type: 'queue' }])
})

test('the wait between attempts doubles up to thirty seconds and starts again after a connection', async () => {
  const seen = await follow([...Array.from({ length: 7 }, broken), ': ok\n\n', broken()])
  expect(seen.waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 1000, 2000])
})

test('the server can ask for another wait', async () => {
  expect((await follow(['retry: 5000\n\n'])).waits).toEqual([5000])
})

test('events of an unknown type and broken JSON are passed over', async () => {
  const seen = await follow(['data: {"type":"confetti"}\n\ndata: {oops\n\ndata: {"type":"recording","recordingId":"rec_1"}\n\n'])
  expect(seen.events).toEqual([{ type: 'recording', recordingId: 'rec_1' }])
})

test('it ends when the session is over and when it is told to', async () => {
  expect((await follow([])).cursors).toHaveLength(1)
  const ended = new AbortController()
  ended.abort()
  const never = async (): Promise<never> => { throw new Error('must not be called') }
  await followEvents({ open: never, wait: never, random: Math.random, onEvent: () => undefined, onConnection: () => undefined }, ended.signal)
})
