import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Span } from '@f2l/common/contracts/span.ts'
import { cue, type Cue, type Transcript } from '@f2l/common/contracts/transcript.ts'
import { levelSeconds, toDecibels } from '../plan/sound-levels.ts'
import { speechPieces } from '../plan/speech-pieces.ts'
import type { FfmpegTools } from '../tools/ffmpeg.ts'
import { readLevels, speechRate, writePiece, writeSpeechSound } from '../tools/speech-sound.ts'
import type { SpeechToText, WrittenSpeech } from '../tools/speech-to-text.ts'

export interface TranscribeInput {
  sourcePath: string
  sha256: string
  streamIndex: number
  durationSeconds: number
  /** A folder of this job: pieces that are written down stay there for a later attempt. */
  folder: string
}

export interface TranscribeContext {
  tools: FfmpegTools
  engine: SpeechToText
  /** Language code of what is spoken; null: heard from the sound. */
  language: string | null
  signal: AbortSignal
  report(fraction: number): void
}

const writtenSpeech = z.object({ language: z.string().nullable(), cues: z.array(cue) })
/** Share of the work that reading the sound is. */
const readingShare = 0.05

/**
 * Writes down what is said in a recording, piece by piece. Cues have no speaker, and times in seconds of the source.
 * @throws AppError with a code of `speech.` where the engine fails; pieces that are done are not asked for again
 */
export async function transcribe(input: TranscribeInput, context: TranscribeContext): Promise<Transcript> {
  const { tools, signal, report } = context
  await mkdir(input.folder, { recursive: true })
  const soundPath = join(input.folder, `${hashOf([input.sha256, input.streamIndex])}.s16`)
  const source = { path: input.sourcePath, streamIndex: input.streamIndex }
  await writeSpeechSound(source, soundPath, { tools, signal, report: seconds => report(readingShare * Math.min(1, seconds / input.durationSeconds)) })
  const levels = Int8Array.from(await readLevels(soundPath, levelSeconds, signal), toDecibels)
  const pieces = speechPieces(levels, context.engine.longestSeconds)
  const written = await writeDown(pieces, { ...input, soundPath }, context)
  await rm(soundPath)
  return { origin: 'speech-to-text', language: written.find(({ language, cues }) => language !== null && cues.length > 0)?.language ?? null, hasMeasuredEnds: true, cues: written.flatMap(({ cues }) => cues) }
}

type Work = TranscribeInput & { soundPath: string }

async function writeDown(pieces: Span[], work: Work, context: TranscribeContext): Promise<WrittenSpeech[]> {
  const total = pieces.reduce((sum, { start, end }) => sum + end - start, 0)
  const written: WrittenSpeech[] = []
  let done = 0
  for (const piece of pieces) {
    const seconds = piece.end - piece.start
    const report = (fraction: number): void => context.report(readingShare + (1 - readingShare) * (done + seconds * fraction) / total)
    const { language, cues } = await onePiece(piece, work, { ...context, report })
    written.push({ language, cues: cues.filter(({ start }) => start < seconds).map(found => moved(found, piece)) })
    done += seconds
  }
  return written
}

/** What an earlier attempt has written down, or what the engine now writes. */
async function onePiece({ start, end }: Span, work: Work, { tools, engine, language, signal, report }: TranscribeContext): Promise<WrittenSpeech> {
  signal.throwIfAborted()
  const samples = { from: Math.round(start * speechRate), to: Math.round(end * speechRate) }
  const name = join(work.folder, hashOf([work.sha256, work.streamIndex, samples, engine.name, language]))
  const kept = await readKept(`${name}.json`)
  if (kept !== undefined) return kept
  const path = `${name}.flac`
  await writePiece(work.soundPath, samples, path, { tools, signal })
  const written = await engine.transcribe({ path, seconds: end - start }, { signal, report, ...(language === null ? {} : { language }) })
  await writeFile(`${name}.json.part`, JSON.stringify(written))
  await rename(`${name}.json.part`, `${name}.json`)
  await rm(path)
  return written
}

async function readKept(path: string): Promise<WrittenSpeech | undefined> {
  const kept: unknown = await readFile(path, 'utf8').then(text => JSON.parse(text) as unknown, () => undefined).catch(() => undefined)
  return writtenSpeech.safeParse(kept).data
}

/** From seconds of a piece to seconds of the source; nothing reaches out of its piece. */
function moved(found: Cue, piece: Span): Cue {
  const at = (seconds: number): number => Math.round(1000 * Math.min(piece.end, piece.start + seconds)) / 1000
  const words = found.words?.map(({ text, start, end }) => ({ text, start: at(start), end: at(end) }))
  return { ...found, start: at(found.start), end: at(found.end), ...(words === undefined ? {} : { words }) }
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 24)
}
