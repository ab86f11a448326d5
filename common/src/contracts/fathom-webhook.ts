import { z } from 'zod'

/** `example.com`, with at least one dot; what is written before an @ does not count. */
export const mailDomain = z.string().trim().toLowerCase().transform(text => text.slice(text.lastIndexOf('@') + 1))
  .pipe(z.string().max(253).regex(/^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u))

/** Which new meetings are converted by themselves. All of what is set must hold. */
export const meetingRules = z.object({
  /** Off: Fathom still calls, and nothing is converted. */
  isOn: z.boolean().default(true),
  /** Names of Fathom's meeting types; empty: any. */
  meetingTypes: z.array(z.string().trim().min(1).max(100)).max(50).default([]),
  /** Somebody of one of these mail domains, or of one below them, was invited; empty: any. */
  domains: z.array(mailDomain).max(50).default([]),
  /** Only meetings with people of other domains than the owner's. */
  onlyExternal: z.boolean().default(false),
  /** Shorter ones are left out. */
  leastMinutes: z.number().min(0).max(600).default(0),
})
export type MeetingRules = z.output<typeof meetingRules>

export const webhookDelivery = z.object({
  id: z.string(), meetingTitle: z.string(), outcome: z.enum(['converting', 'not-wanted', 'failed']), reason: z.string().nullable(),
  recordingId: z.string().nullable(), receivedAt: z.string(),
})
export const webhookView = z.object({
  isConnected: z.boolean(), rules: meetingRules, lastDeliveryAt: z.string().nullable(),
  /** The newest first. */
  deliveries: z.array(webhookDelivery),
  /** Fathom calls public addresses only: why it cannot call this installation. */
  obstacle: z.string().nullable(),
})
export type WebhookView = z.output<typeof webhookView>

export const webhookRoutes = {
  readWebhook: 'GET /api/v1/fathom/webhook', // → webhookView
  connectWebhook: 'PUT /api/v1/fathom/webhook', // meetingRules → webhookView; registers with Fathom where it is not yet
  disconnectWebhook: 'DELETE /api/v1/fathom/webhook', // → 204
  meetingTypes: 'GET /api/v1/fathom/meeting-types', // → { items: string[] }
  receive: 'POST /hooks/fathom/:userId/:token', // Fathom's delivery, signed (public) → 204
} as const
