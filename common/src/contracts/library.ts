import { z } from 'zod'
import { recordingId } from './ids.ts'

export const recordingTag = z.string().trim().min(1).max(40)
/** So many tags a recording may have. */
export const mostTags = 20
/** What is left out stays. A title is also that of the title card when the video is made again. */
export const recordingChange = z.object({ title: z.string().trim().min(1).max(200), tags: z.array(recordingTag).max(mostTags) }).partial()
/** One thing done to several recordings at once. Only what lies in the bin is deleted. */
export const bulkBody = z.discriminatedUnion('action', [
  z.object({ action: z.literal('bin'), ids: z.array(recordingId).min(1).max(500) }),
  z.object({ action: z.literal('restore'), ids: z.array(recordingId).min(1).max(500) }),
  z.object({ action: z.literal('delete'), ids: z.array(recordingId).min(1).max(500) }),
  z.object({ action: z.literal('tag'), ids: z.array(recordingId).min(1).max(500), add: z.array(recordingTag).max(mostTags), remove: z.array(recordingTag).max(mostTags) }),
])
/** `failed`: what is there but could not be done, with a sentence why for the first of them. */
export const bulkAnswer = z.object({ done: z.array(recordingId), missing: z.array(recordingId), failed: z.array(recordingId), reason: z.string().nullable() })
export type BulkBody = z.output<typeof bulkBody>
export type BulkAnswer = z.output<typeof bulkAnswer>

export const searchQuery = z.object({ q: z.string().trim().min(1).max(200) })
/** A sentence in which the words stand; `at` is a second of the output, null while there is no video or where it was cut away. */
export const searchHit = z.object({ recordingId, at: z.number().nullable(), speaker: z.string().nullable(), parts: z.array(z.object({ text: z.string(), isHit: z.boolean() })) })
export type SearchHit = z.output<typeof searchHit>
/** Best recordings first, at most fifty, at most three sentences of each; a recording whose title, people or tags match may have none. */
export const searchAnswer = z.object({ items: z.array(z.object({ recordingId, hits: z.array(searchHit), moreHits: z.int() })) })
export type SearchAnswer = z.output<typeof searchAnswer>

export const libraryRoutes = {
  search: 'GET /api/v1/recordings/search', // ?q → searchAnswer
  changeRecording: 'PATCH /api/v1/recordings/:id', // recordingChange → recordingSummary
  bulk: 'POST /api/v1/recordings/bulk', // bulkBody → bulkAnswer
  bin: 'GET /api/v1/recordings/bin', // → recordingList; the other lists leave out what lies there
  // DELETE /api/v1/recordings/:id puts it into the bin; the second time, out of the bin, it is gone.
} as const
