import { z } from 'zod'
import { span } from './span.ts'

export const viewId = z.string().regex(/^vie_[a-z0-9]{16}$/).brand<'ViewId'>()
export type ViewId = z.output<typeof viewId>

/** A view counts once so much was seen, or so large a share of the video, or its end was sought. The owner's never count. */
export const countedAfterSeconds = 5
export const countedAfterShare = 0.75

/** What the page tells while it is watched and when it is left; spans of output seconds that were seen since the last time. */
export const viewBody = z.object({
  id: viewId, seen: z.array(span).max(200), hasSoughtEnd: z.boolean().default(false),
  sawCallToAction: z.boolean().default(false), clickedCallToAction: z.boolean().default(false),
})

/** Equal parts of the output that retention is told in. */
export const retentionParts = 100

export const viewerView = z.object({
  /** Null for somebody who never said a name. */
  name: z.string().nullable(), views: z.int(), lastAt: z.string(),
  /** Of the video, 0..1, over all of their views. */
  seenShare: z.number(), clicked: z.boolean(),
})
export const insights = z.object({
  views: z.int(), viewers: z.int(),
  /** Mean share of the video that a viewer saw, 0..1. */
  seenShare: z.number(),
  /** For each part of the output how many viewers saw it, as a share of all, 0..1. Empty before the first view. */
  retention: z.array(z.number()),
  /** For each cue of the share page, in its order, the same. */
  cueHeat: z.array(z.number()),
  reactions: z.int(), comments: z.int(),
  callToAction: z.object({ seenBy: z.int(), clickedBy: z.int() }).nullable(),
  viewerList: z.array(viewerView),
  /** Counted views a day (UTC), the last thirty with one, ascending. */
  days: z.array(z.object({ day: z.string(), views: z.int() })),
})
export type Insights = z.output<typeof insights>

export const viewRoutes = {
  tellView: 'POST /api/v1/share/:token/view', // viewBody → 204 (public; sent as a beacon)
  insights: 'GET /api/v1/recordings/:id/insights', // → insights
  insightsCsv: 'GET /api/v1/recordings/:id/insights.csv', // ?token of a download link → CSV, one row a viewer
} as const
