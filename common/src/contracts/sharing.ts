import { z } from 'zod'
import { shareToken } from './ids.ts'

/** A button beside the video that leads somewhere. */
export const callToAction = z.object({
  text: z.string().trim().min(1).max(60),
  url: z.url({ protocol: /^https?$/, hostname: z.regexes.domain }).max(2048),
  colour: z.string().regex(/^#[0-9a-f]{6}$/i),
})
export type CallToAction = z.output<typeof callToAction>

/** Everybody with the link, the named people (signed in, address confirmed), or the owner alone: the link is off. */
export const shareAudience = z.enum(['link', 'people', 'owner'])
export type ShareAudience = z.output<typeof shareAudience>

/** Who may see a video, and what they may do there, as its owner sees it. The password never comes back. */
export const shareRulesView = z.object({
  token: shareToken,
  audience: shareAudience,
  people: z.array(z.string()),
  hasPassword: z.boolean(),
  /** ISO 8601. */
  expiresAt: z.string().nullable(),
  allowsDownload: z.boolean(),
  allowsComments: z.boolean(),
  callToAction: callToAction.nullable(),
})
export type ShareRulesView = z.output<typeof shareRulesView>

/** What is left out stays. A password of null is taken away. */
export const shareRulesBody = z.object({
  audience: shareAudience,
  people: z.array(z.email().max(254).transform(address => address.toLowerCase())).max(200),
  password: z.string().min(4).max(200).nullable(),
  expiresAt: z.iso.datetime().nullable(),
  allowsDownload: z.boolean(),
  allowsComments: z.boolean(),
  callToAction: callToAction.nullable(),
}).partial()

export const unlockBody = z.object({ password: z.string().max(200) })

export const sharingRoutes = {
  readShareRules: 'GET /api/v1/recordings/:id/share', // → shareRulesView
  changeShareRules: 'PATCH /api/v1/recordings/:id/share', // shareRulesBody → shareRulesView
  renewShareLink: 'POST /api/v1/recordings/:id/share/renew', // → shareRulesView with a new token; the old link is dead
  unlock: 'POST /api/v1/share/:token/unlock', // unlockBody → 204 + cookie (public)
  unlockByForm: 'POST /s/:token/unlock', // the same for a page without JavaScript: form fields → 303 back to the page
} as const
