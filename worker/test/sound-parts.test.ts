import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
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
import { makeRenderCaches, noRenderCache } from '../src/tools/render-cache.ts'
import { makeSampleWindow } from '../src/tools/sample-window.ts'
import { heldGroups, soundGroups, soundSamples } from '../src/tools/sound-groups.ts'
import { matchSound } from '../src/tools/sound-match.ts'
import { partsOf } from '../src/tools/sound-parts.ts'
import { aacFrameSamples } from '../src/tools/sound-pieces.ts'
import { makeSoundTrackApart } from '../src/tools/sound-process.ts'
import { makeSoundTrack } from '../src/tools/sound-track.ts'
import { readSound, signal, tools } from './barcode-recording.ts'

const meeting = new URL('../../demo/media/inputs/meeting-four-speakers.flac', import.meta.url).pathname
const frameRate = { num: 25, den: 1 }
const samplesAFrame = 1920
const nearlyAll = [{ start: 0, end: 700 }, { start: 702, end: 1500 }]
let folder: string

beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'f2l-parts-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

test('the sound in parts is that of one piece: to the sample as long, and at their borders as near to it as anywhere', async () => {
  const keep = nearlyAll
  const whole = await readSound(await make('whole', keep, 1000))
  const parts = await readSound(await inParts())
  expect(parts.length).toBe(whole.length)
  expect(await partsIn('parts')).toHaveLength(6)
  const off = Array.from({ length: Math.floor(whole.length / aacFrameSamples) }, (_, frame) => farthest(whole, parts, frame * aacFrameSamples))
  const borders = soundGroups(planOf(keep), 10).flatMap(group => partsOf(group, 10)).slice(1).flatMap(({ start }) => [start - 1, start, start + 1])
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
  // What was the end of one group and the next one are now one group: 12 + 16 seconds, of which two borders are left.
  expect(after).toHaveLength(6 + 3)
})

test('a title that is shown longer changes the sound that follows it, not what it is taken from', async () => {
  const wanted = await readSound(await make('title', [{ start: 100, end: 400 }], 10, 0))
  const later = await readSound(await make('title-later', [{ start: 100, end: 400 }], 10, 40))
  expect(later.length - wanted.length).toBe(40 * samplesAFrame)
  expect(later.slice(0, 39 * samplesAFrame).every(sample => Math.abs(sample) < 0.001)).toBe(true)
  const at = (index: number): number => later[40 * samplesAFrame + index]!
  expect(wanted.reduce((sum, value, index) => sum + value * at(index), 0) / wanted.reduce((sum, value) => sum + value * value, 0)).toBeGreaterThan(0.98)
})

test('groups cover the output, and parts their group, frame by frame', () => {
  const random = seededNumbers(31)
  for (let round = 0; round < 200; round++) {
    const groups = soundGroups(planOf(randomKeep(random, 60)), 10)
    for (const group of groups) {
      const parts = partsOf(group, 10)
      expect(parts[0]!.start).toBe(0)
      expect(parts.at(-1)!.end).toBe(group.frames + 1)
      for (const [index, { start, end, leadIn, samples, pieces }] of parts.entries()) {
        if (index > 0) expect(start).toBe(parts[index - 1]!.end)
        expect(end).toBeGreaterThan(start)
        expect(samples).toBeGreaterThanOrEqual((leadIn + end - start) * aacFrameSamples)
        for (const piece of pieces) expect(piece.at >= 0 && piece.length > 0 && piece.at + piece.length <= samples).toBe(true)
      }
    }
    expect(groups.filter(({ isFollowed }) => !isFollowed)).toEqual([groups.at(-1)])
  }
})

test('an edit changes the parts around it, and none that come before or later', () => {
  const random = seededNumbers(32)
  let changed = 0
  for (let round = 0; round < 200; round++) {
    const keep = randomKeep(random, 200)
    const joined = 20 + Math.floor(150 * random())
    const edited = keep.toSpliced(joined, 2, { start: keep[joined]!.start, end: keep[joined + 1]!.end })
    const [before, after] = [contentsOf(keep), contentsOf(edited)]
    const anew = after.filter(part => !before.includes(part))
    expect(anew.length).toBeLessThanOrEqual(5)
    changed += anew.length
    expect(after.at(-1)).toBe(before.at(-1))
  }
  expect(changed / 200).toBeLessThan(2.5)
})

test('each group lies within half a frame of AAC of its picture, whatever was edited before it', () => {
  const random = seededNumbers(33)
  for (const rate of [frameRate, { num: 30_000, den: 1001 }, { num: 120, den: 1 }, { num: 2, den: 1 }]) {
    for (let round = 0; round < 50; round++) {
      const plan = { ...planOf(randomKeep(random, 300)), frameRate: rate }
      const groups = soundGroups(plan, 10)
      const held = heldGroups(groups)
      let [played, shown] = [0, 0]
      for (const group of groups) {
        expect(Math.abs(played - shown)).toBeLessThanOrEqual(aacFrameSamples / 2)
        played += (group.frames + (held.has(group) ? 1 : 0)) * aacFrameSamples
        shown += group.samples
      }
      // Each group is rounded to samples by itself.
      expect(Math.abs(shown - soundSamples(plan))).toBeLessThanOrEqual(groups.length)
      expect(played).toBeGreaterThanOrEqual(soundSamples(plan))
    }
  }
})

test('after an edit the sound of later parts is not made again, and lies where its picture is', async () => {
  const keep = [{ start: 0, end: 240 }, { start: 290, end: 500 }, { start: 530, end: 760 }, { start: 800, end: 1000 }, { start: 1040, end: 1500 }]
  const edited = keep.with(0, { start: 7, end: 240 })
  await make('moved', keep, 10)
  const before = await partsIn('moved')
  const sound = await readSound(await make('moved', edited, 10))
  expect(soundGroups(planOf(keep), 10)).toHaveLength(5)
  expect(await partsIn('moved')).toHaveLength(before.length + 1)
  // The last frame of AAC is decoded whole.
  expect(sound.length).toBe(Math.ceil(outputFrames(edited) * samplesAFrame / aacFrameSamples) * aacFrameSamples)
  const source = await readSound(meeting)
  let at = 25 * samplesAFrame
  for (const { start, end } of edited) {
    const wanted = source.slice((start + 5) * samplesAFrame, (end - 5) * samplesAFrame)
    const { lag, likeness } = matchSound(wanted, sound.subarray(at + 4 * samplesAFrame, at + (end - start - 4) * samplesAFrame), 0.035, 48_000)
    expect([likeness > 0.95, Math.abs(lag) < 0.0108]).toEqual([true, true])
    at += (end - start) * samplesAFrame
  }
})

test('where groups meet, the last frame may stand once or twice: no click, and nothing but a fade between', async () => {
  const keep = Array.from({ length: 12 }, (_, index) => ({ start: index * 125, end: index * 125 + 93 + index }))
  const path = await make('tone', keep, 5, 25, await makeTone())
  const sound = await readSound(path)
  const groups = soundGroups(planOf(keep), 5)
  expect(groups.length).toBeGreaterThan(8)
  expect(heldGroups(groups).size).toBeGreaterThan(1)
  expect(heldGroups(groups).size).toBeLessThan(groups.length - 2)
  // A steady tone of 1 kHz: any click stands out of what is left when the tone is taken away.
  const rest = sound.subarray(26 * samplesAFrame).map((sample, index) => sample - 2 * Math.cos(2 * Math.PI / 48) * (sound[26 * samplesAFrame + index - 1] ?? 0) + (sound[26 * samplesAFrame + index - 2] ?? 0))
  expect(rest.reduce((most, value) => Math.max(most, Math.abs(value)), 0)).toBeLessThan(0.02)
})

test('a process of its own makes the same sound, and keeps it in the same cache', async () => {
  const keep = [{ start: 0, end: 300 }, { start: 310, end: 700 }]
  const caches = makeRenderCaches({ folder: join(folder, 'cache'), maxBytes: 1e9, onProblem: error => { throw error } })
  const here = await make('here', keep, 10)
  const apart = await make('apart', keep, 10, 25, meeting, { makeIt: makeSoundTrackApart, madeBy: 'here', cache: caches.of('a'.repeat(64)) })
  expect(await readFile(apart)).toEqual(await readFile(here))
  const kept = await readdir(join(folder, 'cache', 'a'.repeat(32)))
  expect(kept.map(name => name.split('.')[0]).sort()).toEqual((await partsIn('here')).map(({ name }) => name.split('.')[0]).sort())
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
  const path = await inParts()
  const said = await runFfmpeg(tools, { inputs: [{ path }], outputs: [{ path: '-', options: ['-af', 'ebur128=framelog=verbose', '-f', 'null'] }], logLevel: 'info' }, { signal, task: 'measuring' })
  const parts = await Promise.all((await partsIn('parts')).map(part => openSoundPart(join(folder, 'parts', part.name))))
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
async function make(name: string, keep: FrameSpan[], partSeconds: number, titleFrames?: number, sourcePath = meeting, { makeIt = makeSoundTrack, madeBy = name, cache = noRenderCache } = {}): Promise<string> {
  await mkdir(join(folder, name), { recursive: true })
  const path = join(folder, name, 'sound.m4a')
  const track = { sourcePath, audio: { streamIndex: 0, channels: 1 }, plan: planOf(keep, titleFrames), sourceLoudness: { integratedLufs: -25 }, path, madeBy, cache, partSeconds }
  await makeIt(track, { tools, signal, onProgress: () => undefined })
  return path
}

/** The meeting in parts of ten seconds, made once. */
function inParts(): Promise<string> {
  return madeInParts ??= make('parts', nearlyAll, 10)
}
let madeInParts: Promise<string> | undefined

async function partsIn(name: string): Promise<{ name: string; madeAt: number }[]> {
  const names = (await readdir(join(folder, name))).filter(each => each.startsWith('sound-part-'))
  return Promise.all(names.map(async each => ({ name: each, madeAt: (await stat(join(folder, name, each))).mtimeMs })))
}

function farthest(one: Float32Array, other: Float32Array, from: number): number {
  let most = 0
  for (let index = from; index < from + aacFrameSamples; index++) most = Math.max(most, Math.abs(one[index]! - other[index]!))
  return most
}

/** Frames of the output, title included. */
function outputFrames(keep: FrameSpan[]): number {
  return keep.reduce((sum, { start, end }) => sum + end - start, 25)
}

/** What each part is made of. */
function contentsOf(keep: FrameSpan[]): string[] {
  return soundGroups(planOf(keep), 10).flatMap(group => partsOf(group, 10)).map(({ start, end, leadIn, pieces }) => JSON.stringify([end - start, leadIn, pieces]))
}

async function makeTone(): Promise<string> {
  const path = join(folder, 'tone.wav')
  await runFfmpeg(tools, { inputs: [{ path: 'sine=f=1000:d=70:r=48000', options: ['-f', 'lavfi'] }], outputs: [{ path, options: ['-c:a', 'pcm_f32le'] }] }, { signal, task: 'making a tone' })
  return path
}

function randomKeep(random: () => number, count: number): FrameSpan[] {
  const keep: FrameSpan[] = []
  for (let at = 0; keep.length < count;) {
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
