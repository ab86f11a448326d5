import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { FrameSpan } from '@f2l/common/contracts/span.ts'
import { seededNumbers } from '@f2l/common/seeded-numbers.ts'
import { adtsFrames } from '../src/tools/adts.ts'
import { integratedOf, readIntegrated } from '../src/tools/loudness.ts'
import { openSoundPart } from '../src/tools/sound-part-file.ts'
import { runFfmpeg } from '../src/tools/ffmpeg.ts'
import { soundPieces } from '../src/tools/pcm-cut.ts'
import { noRenderCache } from '../src/tools/render-cache.ts'
import { makeSampleWindow } from '../src/tools/sample-window.ts'
import { aacFrameSamples, heardFor, piecesHeard, soundParts } from '../src/tools/sound-parts.ts'
import { makeSoundTrack } from '../src/tools/sound-track.ts'
import { readSound, signal, tools } from './barcode-recording.ts'

const meeting = new URL('../../demo/media/inputs/meeting-four-speakers.flac', import.meta.url).pathname
const frameRate = { num: 25, den: 1 }
const samplesAFrame = 1920
let folder: string

beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'f2l-parts-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

test('the sound in parts is that of one piece: to the sample as long, and at their borders as near to it as anywhere', async () => {
  const keep = [{ start: 0, end: 700 }, { start: 720, end: 1500 }]
  const whole = await readSound(await make('whole', keep, 1000))
  const parts = await readSound(await make('parts', keep, 10))
  expect(parts.length).toBe(whole.length)
  expect(await partsIn('parts')).toHaveLength(6)
  const off = Array.from({ length: Math.floor(whole.length / aacFrameSamples) }, (_, frame) => farthest(whole, parts, frame * aacFrameSamples))
  const borders = soundParts(soundPieces(planOf(keep)), 10).slice(1).flatMap(({ start }) => [start - 1, start, start + 1])
  expect(borders).toHaveLength(15)
  // The encoder's steps differ a little where it begins anew; a sample in the wrong place would differ by tenths.
  expect(Math.max(...off)).toBeLessThan(0.02)
  expect(Math.max(...borders.map(frame => off[frame]!))).toBeLessThan(0.004)
})

test('after a cut is undone the parts before it are not made again', async () => {
  const cuts = [{ start: 0, end: 300 }, { start: 310, end: 1100 }, { start: 1115, end: 1500 }]
  await make('edited', cuts, 10)
  const before = await partsIn('edited')
  await make('edited', [cuts[0]!, { start: 310, end: 1500 }], 10)
  const after = await partsIn('edited')
  expect(before).toHaveLength(6)
  expect(before.filter(part => after.some(({ name, madeAt }) => name === part.name && madeAt === part.madeAt))).toHaveLength(6)
  expect(after).toHaveLength(6 + 2)
})

test('a title that is shown longer changes the sound that follows it, not what it is taken from', async () => {
  const wanted = await readSound(await make('title', [{ start: 100, end: 400 }], 10, 0))
  const later = await readSound(await make('title-later', [{ start: 100, end: 400 }], 10, 40))
  expect(later.length - wanted.length).toBe(40 * samplesAFrame)
  expect(later.slice(0, 39 * samplesAFrame).every(sample => Math.abs(sample) < 0.001)).toBe(true)
  const at = (index: number): number => later[40 * samplesAFrame + index]!
  expect(wanted.reduce((sum, value, index) => sum + value * at(index), 0) / wanted.reduce((sum, value) => sum + value * value, 0)).toBeGreaterThan(0.98)
})

test('parts cover the whole without a gap, and an edit moves no border before it', () => {
  const random = seededNumbers(31)
  for (let round = 0; round < 200; round++) {
    const keep = randomKeep(random)
    const edited = keep.with(-1, { ...keep.at(-1)!, end: keep.at(-1)!.end + 7 })
    const frames = (list: FrameSpan[]): number => list.reduce((sum, { start, end }) => sum + end - start, 25)
    const parts = soundParts(soundPieces(planOf(keep)), 10)
    const again = soundParts(soundPieces(planOf(edited)), 10)
    expect(parts[0]!.start).toBe(0)
    expect(parts.at(-1)!.end).toBe(Math.ceil(frames(keep) * samplesAFrame / aacFrameSamples))
    for (const [index, part] of parts.slice(0, -1).entries()) {
      expect(part.end).toBe(parts[index + 1]!.start)
      expect(part.end - part.start).toBeGreaterThan(7 * 48_000 / aacFrameSamples)
    }
    const untouched = parts.slice(0, -2)
    expect(again.slice(0, untouched.length)).toEqual(untouched)
    for (const part of untouched) expect(piecesHeard(soundPieces(planOf(edited)), heardFor(part))).toEqual(piecesHeard(soundPieces(planOf(keep)), heardFor(part)))
  }
})

test('stretches of a stream that overlap are read to the sample, whatever it is cut into', async () => {
  const random = seededNumbers(5)
  for (let round = 0; round < 50; round++) {
    const window = makeSampleWindow(counting(20_000, random), 2, 300)
    for (const { start, end } of overlapping(20_000, random)) {
      const values: number[] = []
      for await (const bytes of window.read(start, end)) values.push(...new Float32Array(bytes.slice().buffer))
      expect(values).toEqual(Array.from({ length: 2 * Math.max(0, Math.min(20_000, end) - start) }, (_, index) => start + (index >> 1)))
    }
    await window.close()
  }
})

test('a stream of AAC that ends within a frame is refused', () => {
  const frame = Uint8Array.of(0xff, 0xf1, 0x4c, 0x80, 0x01, 0x3f, 0xfc, 1, 2)
  expect(adtsFrames(new Uint8Array([...frame, ...frame]))).toHaveLength(2)
  expect(() => adtsFrames(new Uint8Array([...frame, ...frame.slice(0, 8)]))).toThrow('byte 9')
  expect(() => adtsFrames(new Uint8Array([...frame, 0, ...frame]))).toThrow('byte 9')
})

test('the loudness of parts together is that of the whole, by both gates', async () => {
  const path = await make('loud', [{ start: 0, end: 1500 }], 10)
  const said = await runFfmpeg(tools, { inputs: [{ path }], outputs: [{ path: '-', options: ['-af', 'ebur128=framelog=verbose', '-f', 'null'] }], logLevel: 'info' }, { signal, task: 'measuring' })
  const parts = await Promise.all((await partsIn('loud')).map(part => openSoundPart(join(folder, 'loud', part.name))))
  expect(parts.length).toBeGreaterThan(3)
  expect(Math.abs(integratedOf(parts.flatMap(({ momentary }) => momentary))! - readIntegrated(said)!)).toBeLessThan(0.1)
  // Silence passes no gate; what is ten times quieter than the rest passes only the first.
  expect(integratedOf([-20, -20, -120, -120])).toBeCloseTo(-20)
  expect(integratedOf([...Array<number>(10).fill(-20), -45])).toBeCloseTo(-20)
  expect(integratedOf([-80, -120])).toBeNull()
})

function planOf(keep: FrameSpan[], titleFrames = 25): EditPlan {
  return { keep, frameRate, titleCard: { frames: titleFrames }, loudness: { targetLufs: -22, peakDbtp: -1.5, gainDb: 15.1 }, noiseReduction: false } as unknown as EditPlan
}

/** A sound track in a folder of its own, where its parts stay. */
async function make(name: string, keep: FrameSpan[], partSeconds: number, titleFrames?: number): Promise<string> {
  await mkdir(join(folder, name), { recursive: true })
  const path = join(folder, name, 'sound.m4a')
  const track = { sourcePath: meeting, audio: { streamIndex: 0, channels: 1 }, plan: planOf(keep, titleFrames), sourceLoudness: { integratedLufs: -25 }, path, madeBy: name, cache: noRenderCache, partSeconds }
  await makeSoundTrack(track, { tools, signal, onProgress: () => undefined })
  return path
}

async function partsIn(name: string): Promise<{ name: string; madeAt: number }[]> {
  const names = (await readdir(join(folder, name))).filter(each => each.startsWith('sound-part-'))
  return Promise.all(names.map(async each => ({ name: each, madeAt: (await stat(join(folder, name, each))).mtimeMs })))
}

function farthest(one: Float32Array, other: Float32Array, from: number): number {
  let most = 0
  for (let index = from; index < from + aacFrameSamples; index++) most = Math.max(most, Math.abs(one[index]! - other[index]!))
  return most
}

function randomKeep(random: () => number): FrameSpan[] {
  const keep: FrameSpan[] = []
  for (let at = 0; keep.length < 40;) {
    const start = at + Math.floor(30 * random())
    at = start + 1 + Math.floor(100 * random())
    keep.push({ start, end: at })
  }
  return keep
}

/** Each at most 300 samples before the end of the last one, some far behind it. */
function overlapping(samples: number, random: () => number): FrameSpan[] {
  const spans: FrameSpan[] = []
  for (let start = 0; start < samples; start = Math.max(0, spans.at(-1)!.end - Math.floor(300 * random())) + (random() < 0.2 ? 2000 : 0)) {
    spans.push({ start, end: start + 301 + Math.floor(3000 * random()) })
  }
  return spans
}

/** Two channels of samples that tell their place, in pieces of any size. */
async function* counting(samples: number, random: () => number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < samples;) {
    const count = Math.min(samples - at, 1 + Math.floor(700 * random()))
    yield new Uint8Array(Float32Array.from({ length: 2 * count }, (_, index) => at + (index >> 1)).buffer)
    at += count
  }
}
