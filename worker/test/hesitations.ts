import { readFile } from 'node:fs/promises'
import type { Cue, Transcript } from '@f2l/common/contracts/transcript.ts'
import type { HeardSound } from '../src/plan/speech-frames.ts'
import { decodeTimbre, encodeTimbre } from '../src/plan/timbre.ts'
import { listen } from '../src/stages/analyse/listen.ts'
import { makeFfmpegTools } from '../src/tools/ffmpeg.ts'

export interface TimedCue extends Cue { words: { text: string; start: number; end: number }[] }
export interface Hesitations { durationSeconds: number; cues: TimedCue[]; sound: HeardSound }

const tools = makeFfmpegTools({ FFMPEG_PATH: process.env['FFMPEG_PATH'] ?? 'ffmpeg', FFPROBE_PATH: 'ffprobe' }, process.env)

/** The sound with known word times (media/README.md), as the analysis hears it. */
export async function readHesitations(): Promise<Hesitations> {
  const truth = JSON.parse(await readFile(new URL('media/hesitations.truth.json', import.meta.url), 'utf8')) as {
    durationSeconds: number; cues: (Omit<Cue, 'words'> & { words: [string, number, number][] })[]
  }
  const cues = truth.cues.map(cue => ({ ...cue, words: cue.words.map(([text, start, end]) => ({ text, start, end })) }))
  return { durationSeconds: truth.durationSeconds, cues, sound: await hear(new URL('media/hesitations.opus', import.meta.url).pathname, truth.durationSeconds) }
}

export async function hear(path: string, durationSeconds: number): Promise<HeardSound> {
  const { speech, levels, timbre } = await listen({ path, streamIndex: 0, durationSeconds }, { tools, signal: new AbortController().signal, report: () => undefined })
  return { speech, levels, timbre: decodeTimbre(encodeTimbre(timbre)) }
}

/** As a transcript file gives cues: with starts and ends, without word times. */
export function withMeasuredEnds(cues: Cue[]): Transcript {
  return { origin: 'file', language: 'en', hasMeasuredEnds: true, cues: cues.map(({ words: _, ...cue }) => cue) }
}

/** As Fathom's API gives cues: whole seconds, starts only, ends estimated. */
export function withWholeSeconds(cues: Cue[]): Transcript {
  const starts = cues.map(({ start }) => Math.floor(start))
  return {
    origin: 'fathom-api', language: 'en', hasMeasuredEnds: false,
    cues: cues.map(({ speaker, text }, index) => ({ speaker, text, start: starts[index]!, end: Math.min(starts[index + 1] ?? Infinity, starts[index]! + text.split(' ').length / 2.2 + 1) })),
  }
}
