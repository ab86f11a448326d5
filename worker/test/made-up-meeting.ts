import { convertOptions, type ConvertOptions } from '@f2l/common/contracts/edit-plan.ts'
import type { Span } from '@f2l/common/contracts/span.ts'
import type { Cue, MeetingNotes } from '@f2l/common/contracts/transcript.ts'
import type { MediaInfo } from '../src/plan/facts.ts'
import type { PlanInput } from '../src/plan/plan-edit.ts'
import { encodeLevels } from '../src/plan/sound-levels.ts'
import { seededNumbers } from '@f2l/common/seeded-numbers.ts'

const topics = ['budget invoice payment margin', 'design button layout colour', 'server database latency backup', 'hiring interview candidate salary', 'launch campaign newsletter audience']
const people = ['Ada', 'Ben', 'Cleo', 'Dev']

export interface MadeUpMeeting {
  minutes: number
  seed?: number
  notes?: Partial<MeetingNotes>
  options?: Partial<ConvertOptions>
  hasCues?: boolean
  grid?: { num: number; den: number }
}

/** A meeting as plan input: sentences of 2 to 9 s with short pauses, longer silences now and then, a new topic every few minutes. */
export function madeUpMeeting({ minutes, seed = 1, notes = {}, options = {}, hasCues = true, grid = { num: 25, den: 1 } }: MadeUpMeeting): PlanInput {
  const seconds = minutes * 60
  const cues = sentences(seconds, seededNumbers(seed))
  const speech = cues.map(({ start, end }) => ({ start, end }))
  const media: MediaInfo = {
    sha256: 'a'.repeat(64), sizeBytes: 1, durationSeconds: seconds, hasVideo: true, hasAudio: true, audio: null,
    video: { width: 1280, height: 720, averageRate: 25, isVariableRate: false, rotation: 0, codec: 'h264', bitDepth: 8, startSeconds: 0, untaggedMatrix: null, streamIndex: 0 },
    grid: { ...grid, frames: Math.round(seconds * grid.num / grid.den) },
  }
  return {
    media, title: 'Weekly', fileName: 'weekly.mp4', options: convertOptions.parse(options),
    analysis: { speech, levels: encodeLevels(levelsOf(seconds, speech)), loudness: null, faces: [], speakerFaces: {} },
    transcript: { origin: 'file', language: 'en', hasMeasuredEnds: true, cues: hasCues ? cues : [] },
    notes: { title: null, recordedAt: null, participants: [], summaryMarkdown: null, actionItems: [], highlights: [], ...notes },
  }
}

function sentences(seconds: number, random: () => number): Cue[] {
  const cues: Cue[] = []
  let at = 1 + 2 * random()
  while (at < seconds - 12) {
    const length = 2 + 7 * random()
    const words = topics[Math.floor(at / 240) % topics.length]!.split(' ')
    const text = `We should talk about the ${words[Math.floor(random() * 4)]} and then the ${words[Math.floor(random() * 4)]} of this quarter.`
    cues.push({ start: at, end: at + length, speaker: people[Math.floor(at / 17) % people.length]!, text })
    at += length + (random() < 0.15 ? 1 + 6 * random() : 0.35 + 0.3 * random())
  }
  return cues
}

function levelsOf(seconds: number, speech: Span[]): Int8Array {
  const levels = new Int8Array(Math.round(seconds * 100)).fill(-70)
  for (const { start, end } of speech) levels.fill(-25, Math.floor(start * 100), Math.ceil(end * 100))
  return levels
}
