import { z } from 'zod'
import { span } from './span.ts'

export const viewId = z.string().regex(/^vie_[a-z0-9]{16}$/).brand<'ViewId'>()
export type ViewId = z.output<typeof viewId>

/** What the page tells while it is watched and when it is left; spans of output seconds that were seen since the last time. */
export const viewBody = z.object({
  id: viewId, seen: z.array(span).max(200), hasSoughtEnd: z.boolean().default(false),
  /** How long the video of this page is: one that was made again meanwhile is another one, and its seconds lie elsewhere. */
  durationSeconds: z.number().positive(),
  sawCallToAction: z.boolean().default(false), clickedCallToAction: z.boolean().default(false),
  /** The browser asks not to be followed (Global Privacy Control, Do Not Track); the headers may say so, too. */
  asksForPrivacy: z.boolean().default(false),
})
export type ViewBody = z.output<typeof viewBody>

/** Equal parts of the output that retention is told in. */
export const retentionParts = 100
/** So many viewers are named in `insights`, the latest first; all of them are in the CSV. */
export const namedViewers = 200

export const viewerView = z.object({
  /** Null for somebody who never said a name. */
  name: z.string().nullable(), views: z.int(), lastAt: z.string(),
  /** Of the video, 0..1, over all of their views. */
  seenShare: z.number(), clicked: z.boolean(),
})
export type ViewerView = z.output<typeof viewerView>
export const insights = z.object({
  views: z.int(), viewers: z.int(),
  /** Mean share of the video that a viewer saw, 0..1. */
  seenShare: z.number(),
  /** For each part of the output how much of it a viewer saw on average, 0..1. Empty before the first view. */
  retention: z.array(z.number()),
  /** For each cue of the share page, in its order, the same. Empty before the first view. */
  cueHeat: z.array(z.number()),
  reactions: z.int(), comments: z.int(),
  callToAction: z.object({ seenBy: z.int(), clickedBy: z.int() }).nullable(),
  viewerList: z.array(viewerView),
  /** Counted views a day (UTC), the last thirty with one, ascending. */
  days: z.array(z.object({ day: z.string(), views: z.int() })),
})
export type Insights = z.output<typeof insights>

/** Where the owner can take the table of viewers from for a while. */
export const insightsLink = z.object({ url: z.string(), expiresInSeconds: z.int() })

export const viewRoutes = {
  tellView: 'POST /api/v1/share/:token/view', // viewBody → 204 (public; sent as a beacon)
  insights: 'GET /api/v1/recordings/:id/insights', // → insights
  insightsLink: 'POST /api/v1/recordings/:id/insights-link', // → insightsLink
  insightsCsv: 'GET /api/v1/recordings/:id/insights.csv', // ?token of a download link → CSV, one row a viewer
} as const
