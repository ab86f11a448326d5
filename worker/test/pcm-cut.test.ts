import { expect, test } from 'vitest'
import { cutSound, soundRate } from '../src/tools/pcm-cut.ts'

const second = new Uint8Array(soundRate * 8)

test('what comes after the last kept piece is not waited for: the source is told to stop', async () => {
  let isStopped = false
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield second
    } finally {
      isStopped = true
    }
  }
  let bytes = 0
  const plan = { keep: [{ start: 0, end: 25 }, { start: 50, end: 75 }], frameRate: { num: 25, den: 1 }, titleCard: { frames: 10 } }
  for await (const piece of cutSound(endless(), plan, 2)) bytes += piece.length
  expect(bytes).toBe((2 + 0.4) * second.length)
  expect(isStopped).toBe(true)
})

test('a source that ends early is made up with silence', async () => {
  async function* short(): AsyncGenerator<Uint8Array> {
    yield second
  }
  let bytes = 0
  for await (const piece of cutSound(short(), { keep: [{ start: 0, end: 75 }], frameRate: { num: 25, den: 1 }, titleCard: { frames: 0 } }, 2)) bytes += piece.length
  expect(bytes).toBe(3 * second.length)
})
