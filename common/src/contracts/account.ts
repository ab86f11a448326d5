import { z } from 'zod'
import { password } from './api.ts'
import { language } from './language.ts'

/** What a person changes about their own account. */
export const profileBody = z.object({ name: z.string().trim().max(100).optional(), language: language.optional() })
/** Ends every other session; answer: `sessionAnswer` and a new cookie. */
export const changePasswordBody = z.object({ current: z.string().max(500), password })
/** The address is typed as a confirmation. */
export const deleteAccountBody = z.object({ email: z.string().max(254), password: z.string().max(500) })

export const sessionId = z.string().regex(/^[a-z0-9]{15}$/).brand<'SessionId'>()
export type SessionId = z.output<typeof sessionId>

/** One browser in which somebody is signed in. */
export const sessionView = z.object({
  id: sessionId,
  /** As the browser called itself; null where it did not. */
  browser: z.string().nullable(), system: z.string().nullable(), isPhone: z.boolean(),
  startedAt: z.string(), lastUsedAt: z.string(),
  /** The one that asks. */
  isThis: z.boolean(),
})
export type SessionView = z.output<typeof sessionView>
export const sessionList = z.object({ items: z.array(sessionView) })

/** Where everything of a person can be fetched as one tar archive, for a while. */
export const exportLink = z.object({ url: z.string(), expiresInSeconds: z.int(), recordings: z.int(), sizeBytes: z.int() })
export type ExportLink = z.output<typeof exportLink>

/** What somebody uses of what they may. A limit of null is none. */
export const usage = z.object({
  storage: z.object({ usedBytes: z.number(), limitBytes: z.number().nullable() }),
  /** Conversions in line; one that runs does not count. */
  waiting: z.object({ count: z.int(), limit: z.int() }),
  apiKeys: z.object({ count: z.int(), limit: z.int() }),
  /** Of one file, and of one recording. */
  uploadBytes: z.number(), recordingSeconds: z.number(),
})
export type Usage = z.output<typeof usage>

export const accountRoutes = {
  changeProfile: 'PATCH /api/v1/me', // profileBody → me
  changePassword: 'POST /api/v1/me/password', // changePasswordBody → sessionAnswer + cookie
  deleteAccount: 'POST /api/v1/me/delete', // deleteAccountBody → 204
  listSessions: 'GET /api/v1/me/sessions', // → sessionList
  endSession: 'DELETE /api/v1/me/sessions/:session', // → 204
  endOtherSessions: 'POST /api/v1/me/sessions/end-others', // → 204
  readUsage: 'GET /api/v1/me/usage', // → usage
  exportLink: 'POST /api/v1/me/export-link', // → exportLink
  export: 'GET /api/v1/me/export', // ?token → application/x-tar
} as const
