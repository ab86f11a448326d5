import { expect, test } from 'vitest'
import { cutSound } from '../src/tools/pcm-cut.ts'
import { makeSampleWindow } from '../src/tools/sample-window.ts'
import { piecesOf, soundRate } from '../src/tools/sound-pieces.ts'

const second = new Uint8Array(soundRate * 8)
const frameRate = { num: 25, den: 1 }

test('what comes after the last kept piece is not waited for: the source is told to stop', async () => {
  let isStopped = false
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield second
    } finally {
      isStopped = true
    }
  }
  const source = makeSampleWindow(endless(), 2, 0)
  let bytes = 0
  for await (const piece of cutSound(source, piecesOf([{ start: 0, end: 25 }, { start: 50, end: 75 }], 10, frameRate), 2.4 * soundRate, 2)) bytes += piece.length
  await source.close()
  expect(bytes).toBe((2 + 0.4) * second.length)
  expect(isStopped).toBe(true)
})

test('a source that ends early is made up with silence', async () => {
  async function* short(): AsyncGenerator<Uint8Array> {
    yield second
  }
  let bytes = 0
  for await (const piece of cutSound(makeSampleWindow(short(), 2, 0), piecesOf([{ start: 0, end: 75 }], 0, frameRate), 3.5 * soundRate, 2)) bytes += piece.length
  expect(bytes).toBe(3.5 * second.length)
})

test('fades change what is heard at a cut, not what is read there once more', async () => {
  async function* loud(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(new Float32Array(soundRate).fill(1).buffer)
  }
  const source = makeSampleWindow(loud(), 1, soundRate)
  const heard: number[] = []
  const piece = { start: 1000, length: 500, fadeOut: true }
  for await (const bytes of cutSound(source, [{ ...piece, at: 0, fadeIn: true }, { ...piece, at: 500, fadeIn: false }], 1000, 1)) heard.push(...new Float32Array(bytes.slice().buffer))
  expect(heard).toHaveLength(1000)
  expect([heard[0]! < 0.01, heard[250], heard[499]! < 0.01, heard[500], heard[999]! < 0.01]).toEqual([true, 1, true, 1, true])
})
