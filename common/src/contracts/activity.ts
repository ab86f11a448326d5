import { z } from 'zod'
import { recordingId } from './ids.ts'

/** What is told of an account's life to whose it is. */
export const activityKind = z.enum([
  'session.started', 'session.refused', 'session.logout', 'session.ended', 'session.reused',
  'user.registered', 'user.password_set', 'user.password_refused',
  'key.made', 'key.ended', 'fathom.connected', 'fathom.disconnected', 'mail_server.set', 'mail_server.removed',
  'link.everybody', 'link.people', 'link.closed', 'link.renewed', 'link.password_set', 'link.password_removed',
  'export.asked', 'export.fetched',
])
export type ActivityKind = z.output<typeof activityKind>

export const activityEntry = z.object({
  id: z.string(), kind: activityKind,
  /** ISO 8601; of what was tried several times, the last. */
  at: z.string(), times: z.int(),
  /** Where it was done, if in a browser. Of an address only its network is kept. */
  browser: z.string().nullable(), system: z.string().nullable(), network: z.string().nullable(),
  /** Whose link it was; null once it is deleted for good. */
  recording: z.object({ id: recordingId, title: z.string() }).nullable(),
  /** The last four characters of a key. */
  lastFour: z.string().nullable(),
})
export type ActivityEntry = z.output<typeof activityEntry>

/** The newest first. Lines older than a year are forgotten. */
export const activityPage = z.object({ items: z.array(activityEntry), isMore: z.boolean() })
export type ActivityPage = z.output<typeof activityPage>

export const activityRoutes = {
  listActivity: 'GET /api/v1/me/activity', // ?page=1… → activityPage
} as const
