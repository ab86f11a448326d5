import { z } from 'zod'
import { word } from '../contracts/transcript.ts'
import { AppError } from '../errors.ts'
import { personName } from '../fathom/person-name.ts'
import { parseClock } from './clock.ts'
import type { RawCue } from './cue-ends.ts'

const time = z.union([z.number().min(0).max(3_600_000), z.string().transform((text, context) => {
  const seconds = parseClock(text)
  if (seconds !== null) return seconds
  context.issues.push({ code: 'custom', message: 'not a time', input: text })
  return z.NEVER
})])
const speaker = z.union([z.string(), z.object({ display_name: z.string() }).transform(who => who.display_name), z.object({ name: z.string() }).transform(who => who.name)])

/** One entry, under the names that transcripts of this field use. */
const entry = z.object({
  start: time.optional(), start_time: time.optional(), startTime: time.optional(), timestamp: time.optional(),
  end: time.nullish(), end_time: time.nullish(), endTime: time.nullish(),
  speaker: speaker.nullish().catch(null), speaker_name: speaker.nullish().catch(null),
  text: z.string(), words: z.array(word).optional().catch(undefined),
})

/** The keys under which a JSON document keeps its list of entries. */
const listKeys = ['cues', 'turns', 'transcript', 'segments', 'utterances', 'items'] as const

/**
 * Cues of a JSON transcript: our own `transcript.json`, Fathom's API items, `{ turns: […] }`, or a bare list.
 * @throws AppError `transcript.unreadable`, naming the entry that is wrong
 */
export function readJsonCues(document: unknown): RawCue[] {
  const list = listIn(document)
  if (list === null) throw new AppError('transcript.unreadable', 'This JSON file holds no transcript: a list of entries with start, speaker and text is expected.')
  return list.flat().map(readEntry).filter(cue => cue.text !== '')
}

function listIn(document: unknown): unknown[] | null {
  if (Array.isArray(document)) return document
  if (typeof document !== 'object' || document === null) return null
  for (const key of listKeys) {
    const value: unknown = Object.hasOwn(document, key) ? (document as Record<string, unknown>)[key] : undefined
    if (Array.isArray(value)) return value
  }
  return null
}

function readEntry(value: unknown, index: number): RawCue {
  const parsed = entry.safeParse(value)
  const found = parsed.data
  const start = found?.start ?? found?.start_time ?? found?.startTime ?? found?.timestamp
  if (found === undefined || start === undefined) {
    throw new AppError('transcript.unreadable', `Entry ${index + 1} of the transcript has no usable ${found === undefined ? 'times or text' : 'start time'}. Please check the file.`, { cause: parsed.error })
  }
  const end = found.end ?? found.end_time ?? found.endTime ?? null
  return {
    start, end: end !== null && end > start ? end : null,
    speaker: personName(found.speaker ?? found.speaker_name), text: found.text.replace(/\s+/g, ' ').trim(),
    ...(found.words === undefined ? {} : { words: found.words }),
  }
}
