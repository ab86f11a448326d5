import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Span } from '@f2l/common/contracts/span.ts'
import type { Transcript } from '@f2l/common/contracts/transcript.ts'
import { withEstimatedEnds } from '@f2l/common/transcript-formats/cue-ends.ts'
import { seededNumbers } from '@f2l/common/seeded-numbers.ts'
import { findSilences } from '../worker/src/plan/find-cuts.ts'
import { listen, type Heard } from '../worker/src/stages/analyse/listen.ts'
import { decodeSound, sampleRate } from '../worker/src/tools/audio-pcm.ts'
import type { FfmpegTools } from '../worker/src/tools/ffmpeg.ts'
import { withPinkNoise } from './add-noise.ts'
import { spokenBy, withPauses, type Meeting, type Turn } from './meeting-with-pauses.ts'

/** In percent. */
export interface SpeechKept {
  /** Of the annotated speech time: what the planner would cut. */
  speechCut: number
  /** Of the time in pauses over 1 s that is left when each keeps its margins around speech. */
  pausesRemoved: number
  /** … of the whole time in them. */
  pausesRemovedWithMargins: number
}

export interface SpeechKeptFigures {
  /** The annotated time of the recording, and how long its pauses over 1 s are, as it is and with those put in. */
  seconds: { speech: number; pausesAsRecorded: number; pauses: number }
  /** The recording as it is. Its one pause of 1.0 s holds the breath before the next word and stays. */
  asRecorded: Record<Case, SpeechKept>
  /** The recording with pauses of 1.5 to 6 s put into its breaths. */
  withPauses: Record<Case, SpeechKept>
}

/** Clean or with noise 15 dB below; with nothing but the sound, or with a transcript that tells starts in whole seconds, as Fathom's does. */
type Case = 'clean' | 'cleanWithTranscript' | 'noise' | 'noiseWithTranscript'

const recording = 'meeting-four-speakers'
/** Beside the project, else what the sample meeting is made from: the same sound. */
const folders = ['../../shared/media/', '../demo/media/inputs/'].map(path => fileURLToPath(new URL(path, import.meta.url)))
const noiseDecibels = 15
const longPause = 1
/** What the planner leaves of each pause (plan/find-cuts.ts): 0.25 s after speech and 0.2 s before it. */
const keptMargins = 0.45
const grid = { num: 25, den: 1 }
const noTranscript: Transcript = { origin: 'none', language: null, hasMeasuredEnds: false, cues: [] }

/**
 * How much annotated speech the cuts would take, and how much of the pauses, on a real meeting of four people.
 * @param folder where the recording and its truth lie; found when left out
 */
export async function benchSpeechKept(tools: FfmpegTools, folder?: string): Promise<SpeechKeptFigures> {
  const scratch = await mkdtemp(join(tmpdir(), 'f2l-bench-'))
  try {
    const plain = await readMeeting(tools, folder)
    const paused = withPauses(plain, seededNumbers(3))
    return {
      seconds: { speech: tenths(lengthOf(spokenBy(plain.turns))), pausesAsRecorded: tenths(lengthOf(pausesOf(plain.turns))), pauses: tenths(lengthOf(pausesOf(paused.turns))) },
      asRecorded: await measureCases(plain, plain.samples, { tools, scratch }),
      withPauses: await measureCases(paused, plain.samples, { tools, scratch }),
    }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

interface Bench { tools: FfmpegTools; scratch: string }

async function readMeeting(tools: FfmpegTools, folder?: string): Promise<Meeting> {
  const path = (folder === undefined ? folders : [folder]).flatMap(place => ['wav', 'flac'].map(type => join(place, `${recording}.${type}`))).find(existsSync)
  if (path === undefined) throw new Error(`The annotated recording ${recording} is not there, so nothing can be said about how much speech is kept.`)
  const { turns } = JSON.parse(await readFile(path.replace(/\.\w+$/, '.truth.json'), 'utf8')) as { turns: Turn[] }
  const parts: Float32Array[] = []
  await decodeSound(tools, { path, streamIndex: 0, signal: new AbortController().signal, onSamples: samples => { parts.push(samples) } })
  return { samples: Float32Array.from(parts.flatMap(part => [...part])), sampleRate, turns }
}

async function measureCases({ samples, turns }: Meeting, loud: Float32Array, bench: Bench): Promise<Record<Case, SpeechKept>> {
  const noisy = withPinkNoise(samples, { loud, decibels: noiseDecibels, random: seededNumbers(7) })
  const clean = await hear(samples, bench)
  const noise = await hear(noisy, bench)
  const seconds = samples.length / sampleRate
  const told = wholeSecondTranscript(turns, seconds)
  return {
    clean: measured(clean, turns, noTranscript, seconds), cleanWithTranscript: measured(clean, turns, told, seconds),
    noise: measured(noise, turns, noTranscript, seconds), noiseWithTranscript: measured(noise, turns, told, seconds),
  }
}

async function hear(samples: Float32Array, { tools, scratch }: Bench): Promise<Heard> {
  const path = join(scratch, 'meeting.wav')
  await writeFile(path, wavOf(samples))
  return listen({ path, streamIndex: 0, durationSeconds: samples.length / sampleRate }, { tools, signal: new AbortController().signal, report: () => undefined })
}

function measured({ speech, levels }: Heard, turns: Turn[], transcript: Transcript, durationSeconds: number): SpeechKept {
  const cuts = findSilences({ speech, levels, transcript, durationSeconds }, { ...grid, frames: Math.round(durationSeconds * grid.num / grid.den) }).map(({ span }) => span)
  const spoken = spokenBy(turns)
  const pauses = pausesOf(turns)
  const removed = overlapOf(pauses, cuts)
  return {
    speechCut: percent(overlapOf(spoken, cuts), lengthOf(spoken)),
    pausesRemoved: percent(removed, lengthOf(pauses) - keptMargins * pauses.length),
    pausesRemovedWithMargins: percent(removed, lengthOf(pauses)),
  }
}

/** Between the first word and the last one. */
function pausesOf(turns: Turn[]): Span[] {
  const spoken = spokenBy(turns)
  return spoken.slice(1).map(({ start }, index) => ({ start: spoken[index]!.end, end: start })).filter(({ start, end }) => end - start > longPause)
}

function wholeSecondTranscript(turns: Turn[], durationSeconds: number): Transcript {
  const cues = turns.map(({ start, speaker, text }) => ({ start: Math.floor(start), end: null, speaker, text }))
  return { origin: 'fathom-api', language: 'en', ...withEstimatedEnds(cues, durationSeconds) }
}

function overlapOf(some: Span[], others: Span[]): number {
  return some.reduce((sum, one) => sum + others.reduce((inside, other) => inside + Math.max(0, Math.min(one.end, other.end) - Math.max(one.start, other.start)), 0), 0)
}

function lengthOf(spans: Span[]): number {
  return spans.reduce((sum, { start, end }) => sum + end - start, 0)
}

/** 16-bit mono. */
function wavOf(samples: Float32Array): Buffer {
  const bytes = Buffer.alloc(44 + 2 * samples.length)
  bytes.write('RIFF', 0)
  bytes.writeUInt32LE(bytes.length - 8, 4)
  bytes.write('WAVEfmt ', 8)
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(1, 22)
  bytes.writeUInt32LE(sampleRate, 24)
  bytes.writeUInt32LE(2 * sampleRate, 28)
  bytes.writeUInt16LE(2, 32)
  bytes.writeUInt16LE(16, 34)
  bytes.write('data', 36)
  bytes.writeUInt32LE(2 * samples.length, 40)
  for (const [index, sample] of samples.entries()) bytes.writeInt16LE(Math.max(-32768, Math.min(32767, Math.round(32768 * sample))), 44 + 2 * index)
  return bytes
}

function percent(part: number, whole: number): number {
  return whole > 0 ? Math.round(10_000 * part / whole) / 100 : 0
}

function tenths(seconds: number): number {
  return Math.round(10 * seconds) / 10
}
