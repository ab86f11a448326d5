import { z } from 'zod'

export const word = z.object({ text: z.string(), start: z.number().min(0), end: z.number().min(0) })

/** One utterance of one speaker; times in seconds of the source. */
export const cue = z.object({
  start: z.number().min(0),
  end: z.number().min(0),
  speaker: z.string().nullable(),
  text: z.string(),
  words: z.array(word).optional(),
})
export type Cue = z.output<typeof cue>

export const transcriptOrigin = z.enum(['fathom-page', 'fathom-copy', 'fathom-api', 'file', 'speech-to-text', 'none'])

export const transcript = z.object({
  origin: transcriptOrigin,
  /** BCP 47 where known. */
  language: z.string().nullable(),
  /** False where the source gave only starts and the ends were estimated. */
  hasMeasuredEnds: z.boolean(),
  cues: z.array(cue),
})
export type Transcript = z.output<typeof transcript>

export const highlight = z.object({ start: z.number(), end: z.number(), text: z.string() })
export type Highlight = z.output<typeof highlight>

export const actionItem = z.object({
  text: z.string(),
  /** Seconds of the source, where known. */
  at: z.number().nullable(),
  assignee: z.string().nullable(),
  isDone: z.boolean(),
})
export type ActionItem = z.output<typeof actionItem>

/** What is known about a meeting beside its media. Any part may be missing. */
export const meetingNotes = z.object({
  title: z.string().nullable(),
  /** ISO 8601. */
  recordedAt: z.string().nullable(),
  participants: z.array(z.string()),
  summaryMarkdown: z.string().nullable(),
  actionItems: z.array(actionItem),
  highlights: z.array(highlight),
})
export type MeetingNotes = z.output<typeof meetingNotes>
