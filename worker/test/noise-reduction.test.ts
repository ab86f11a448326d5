import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { convertOptions, type EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { noiseToReduce } from '../src/plan/noise-reduction.ts'
import { planEdit } from '../src/plan/plan-edit.ts'
import { encodeLevels, toDecibels } from '../src/plan/sound-levels.ts'
import { rmsOf } from '../src/stages/analyse/even-level.ts'
import type { Heard } from '../src/stages/analyse/listen.ts'
import { decodeSound } from '../src/tools/audio-pcm.ts'
import { runFfmpeg } from '../src/tools/ffmpeg.ts'
import type { Loudness } from '../src/tools/loudness.ts'
import { readLoudness } from './read-loudness.ts'
import { matchSound } from '../src/tools/sound-match.ts'
import { noRenderCache } from '../src/tools/render-cache.ts'
import { makeSoundTrack } from '../src/tools/sound-track.ts'
import { lavfi, readRecording, readSound, signal, tools, type Recording } from './barcode-recording.ts'

const meeting = new URL('../../demo/media/inputs/meeting-four-speakers.flac', import.meta.url).pathname
const rate = 48_000
/** A difference over 1 ms: deaf below 100 Hz. */
const rumbleSamples = 48
let folder: string
let clean: Float32Array
let on: Float32Array
let off: Float32Array

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'f2l-noise-'))
  clean = await readSound(meeting)
  const noisy = join(folder, 'noisy.wav')
  await runFfmpeg(tools, {
    inputs: [{ path: meeting, options: ['-t', '16'] }, { path: 'anoisesrc=d=16:c=pink:r=16000:seed=5:a=0.02', options: lavfi }],
    graph: '[0:a][1:a]amix=weights=1 1:normalize=0[a]', outputs: [{ path: noisy, options: ['-map', '[a]'] }],
  }, { signal, task: 'making a test clip' })
  const source = await listenTo(noisy)
  expect(planOf(source, 'on')).toMatchObject({ noiseReduction: true })
  expect(planOf(source, 'off')).toMatchObject({ noiseReduction: false })
  on = await readSound(await make(source, 'on'))
  off = await readSound(await make(source, 'off'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('noise is lowered by 5 dB and more between the words, and the words keep their loudness from their first tenth of a second', () => {
  const { speech, pauses, onsets } = momentsOf(clean)
  expect([speech, pauses, onsets].every(moments => moments.length > 2)).toBe(true)
  // Both come out equally loud: what tells is how far the words stand above the noise.
  const lost = (moments: number[]): number => level(off, moments) - level(on, moments)
  expect(lost(pauses) - lost(speech)).toBeGreaterThan(5)
  expect(Math.abs(lost(speech))).toBeLessThan(1.5)
  expect(Math.abs(lost(onsets) - lost(speech))).toBeLessThan(1.5)
})

test('noise reduction moves no sample', () => {
  for (const at of [6, 10, 13]) {
    const wanted = clean.slice(at * rate, (at + 1) * rate)
    const [cleaned, noisy] = [on, off].map(sound => matchSound(wanted, sound.subarray(at * rate - 96, (at + 1) * rate + 96), 0.002, rate))
    expect(Math.abs(cleaned!.lag)).toBeLessThanOrEqual(1 / rate)
    expect(cleaned!.likeness).toBeGreaterThan(noisy!.likeness - 0.01)
  }
})

test('only noise that is near the speech is lowered', () => {
  const talk = (floor: number): Int8Array => Int8Array.from({ length: 1000 }, (_, index) => index % 100 < 70 ? -25 : floor)
  const speech = Array.from({ length: 10 }, (_, index) => ({ start: index, end: index + 0.7 }))
  expect([-100, -70, -52, -45, -27, -25].map(floor => noiseToReduce(speech, talk(floor)))).toEqual([null, null, null, -45, null, null])
  expect(noiseToReduce([], talk(-45))).toBeNull()
})

test.each([
  ['very quiet', 2, 'volume=-25dB'], ['clipped', 1, 'volume=32dB'], ['5.1', 2, 'pan=5.1|FC=c0|FL=0.1*c0|FR=0.1*c0'], ['half a second long', 1, 'atrim=4:4.5,asetpts=N/SR/TB'],
  ['mostly silent', 2, `volume=0:enable='gt(t,3)'`],
])('a %s source ends within 1 LU of -16 LUFS and below -1.5 dBTP, encoded %i times at most', async (name, mostPasses, filter) => {
  const { loudness, passes } = await loudnessOf(`${name.replace(/\W/g, '-')}.wav`, filter)
  expect(passes).toBeLessThanOrEqual(mostPasses)
  expect(Math.abs(loudness!.integratedLufs + 16)).toBeLessThanOrEqual(1)
  expect(loudness!.truePeakDbtp).toBeLessThanOrEqual(-1.5)
})

type Source = Recording & { heard: Omit<Heard, 'timbre'> }

/** Levels and loudness as analysis measures them; speech everywhere. */
async function listenTo(path: string): Promise<Source> {
  const source = await readRecording(path)
  const pieces: Float32Array[] = []
  const loudness = await decodeSound(tools, { path, streamIndex: 0, signal, onSamples: samples => { pieces.push(samples) } })
  const samples = Float32Array.from(pieces.flatMap(piece => [...piece]))
  const levels = Int8Array.from({ length: Math.floor(samples.length / 160) }, (_, index) => toDecibels(rmsOf(samples.subarray(160 * index, 160 * (index + 1)))))
  return { ...source, heard: { speech: [{ start: 0, end: source.media.durationSeconds }], levels, loudness } }
}

function planOf({ media, heard }: Source, noiseReduction: 'on' | 'off'): EditPlan {
  const plan = planEdit({
    media, analysis: { speech: heard.speech, levels: encodeLevels(heard.levels), loudness: heard.loudness, faces: [], speakerFaces: {} },
    transcript: { origin: 'none', language: null, hasMeasuredEnds: true, cues: [] },
    notes: { title: null, recordedAt: null, participants: [], summaryMarkdown: null, actionItems: [], highlights: [] },
    options: convertOptions.parse({ trim: 'off', noiseReduction }), title: null, fileName: 'meeting.wav',
  })
  return { ...plan, titleCard: { ...plan.titleCard, frames: 0 } }
}

async function make(source: Source, noiseReduction: 'on' | 'off', onProgress: (seconds: number) => void = () => undefined): Promise<string> {
  const path = join(folder, `${noiseReduction}.m4a`)
  await makeSoundTrack({ sourcePath: source.path, audio: source.media.audio, plan: planOf(source, noiseReduction), sourceLoudness: source.heard.loudness, path, madeBy: source.path, cache: noRenderCache }, { tools, signal, onProgress })
  return path
}

/** Six seconds of the meeting, changed by a filter, as sound of a video: how loud it is, and how often it was encoded. */
async function loudnessOf(name: string, filter: string): Promise<{ loudness: Loudness | null; passes: number }> {
  const path = join(folder, name)
  await runFfmpeg(tools, { inputs: [{ path: meeting }], outputs: [{ path, options: ['-af', filter, '-t', '6'] }] }, { signal, task: 'making a test clip' })
  let passes = 1
  let last = 0
  const video = await make(await listenTo(path), 'on', seconds => {
    if (seconds < last) passes++
    last = seconds
  })
  const said = await runFfmpeg(tools, {
    inputs: [{ path: video }], graph: '[0:a]ebur128=peak=true:framelog=verbose[a]', outputs: [{ path: '-', options: ['-map', '[a]', '-f', 'null'] }], logLevel: 'info',
  }, { signal, task: 'measuring a test clip' })
  return { loudness: readLoudness(said), passes }
}

/** Tenths of a second (their numbers) of the clean meeting: loud ones, silent ones, and loud ones after silence. */
function momentsOf(sound: Float32Array): { speech: number[]; pauses: number[]; onsets: number[] } {
  const levels = Array.from({ length: 150 }, (_, index) => level(sound, [index]))
  const of = (isOne: (value: number, index: number) => boolean): number[] => levels.flatMap((value, index) => isOne(value, index) ? [index] : [])
  return {
    speech: of(value => value > -36), pauses: of((value, index) => value < -58 && (levels[index - 1] ?? 0) < -52 && (levels[index + 1] ?? 0) < -52),
    onsets: of((value, index) => value > -38 && (levels[index - 1] ?? 0) < -46),
  }
}

/** Mean level in dB of these tenths of a second, without the rumble that nobody hears. */
function level(sound: Float32Array, moments: number[]): number {
  let sum = 0
  for (const moment of moments) {
    for (let i = Math.max(rumbleSamples, moment * rate / 10); i < (moment + 1) * rate / 10; i++) sum += (sound[i]! - sound[i - rumbleSamples]!) ** 2
  }
  return 10 * Math.log10(sum / (moments.length * rate / 10) + 1e-12)
}
