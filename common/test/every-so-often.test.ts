import { expect, test } from 'vitest'
import { everySoOften } from '../src/every-so-often.ts'

test('rounds come one after the other, a failed one stops none, and a round may ask for another pause', async () => {
  const stop = new AbortController()
  const problems: unknown[] = []
  let [rounds, atOnce, most] = [0, 0, 0]
  await everySoOften(async () => {
    rounds += 1
    atOnce += 1
    most = Math.max(most, atOnce)
    await new Promise(done => setTimeout(done, 5))
    atOnce -= 1
    if (rounds === 1) throw new Error('the first one fails')
    if (rounds === 3) stop.abort()
    return rounds === 2 ? 1 : undefined
  }, { firstAfterMs: 0, everyMs: 2, signal: stop.signal, onProblem: error => problems.push(error) })
  expect([rounds, most]).toEqual([3, 1])
  expect(problems).toEqual([new Error('the first one fails')])
})

test('the signal ends the pause at once, and what it breaks off is no problem', async () => {
  const stop = new AbortController()
  const problems: unknown[] = []
  const began = performance.now()
  const ended = everySoOften(() => {
    setTimeout(() => stop.abort(), 10)
    return Promise.resolve(60_000)
  }, { firstAfterMs: 0, everyMs: 60_000, signal: stop.signal, onProblem: error => problems.push(error) })
  await ended
  expect(performance.now() - began).toBeLessThan(5000)
  const broken = new AbortController()
  await everySoOften(() => {
    broken.abort()
    return Promise.reject<undefined>(new Error('broken off'))
  }, { firstAfterMs: 0, everyMs: 0, signal: broken.signal, onProblem: error => problems.push(error) })
  expect(problems).toEqual([])
})

test('before its first round it can be stopped without one', async () => {
  await everySoOften(() => { throw new Error('no round was wanted') }, { firstAfterMs: 60_000, everyMs: 1, signal: AbortSignal.abort(), onProblem: error => { throw error } })
})
