import { z } from 'zod'
import { recordingEdit, recordingSummary } from './api.ts'
import { chapter, toldCut } from './edit-plan.ts'
import { span } from './span.ts'
import { cue } from './transcript.ts'

/** What was said and what was cut of it, in source seconds: the same until the video is made again. */
export const editorContent = z.object({
  sourceSeconds: z.number(), titleCardSeconds: z.number(), hasPicture: z.boolean(),
  /** The whole transcript of the source, whatever the video tells of it; with the times of words where the plan has them. */
  cues: z.array(cue),
  cuts: z.array(toldCut), keep: z.array(span),
})
export type EditorContent = z.output<typeof editorContent>

export const editorView = z.object({
  recording: recordingSummary,
  /** As it was last asked for; what was made may be older. */
  edit: recordingEdit,
  /** Chapters that the planner found for the video as it is, in source seconds. */
  foundChapters: z.array(chapter),
  hasLogo: z.boolean(),
  /** Another one with every video that is made. */
  version: z.string(),
  /** Null for who knows this version. */
  content: editorContent.nullable(),
})
export type EditorView = z.output<typeof editorView>

export const editorRoutes = {
  editor: 'GET /api/v1/recordings/:id/edit', // ?known=<version> without the content → editorView
} as const
