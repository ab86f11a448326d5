import { z } from 'zod'

/** A person's own mail server, through which mails about their recordings go. The password never comes back. */
export const mailServerBody = z.object({
  /** A name or an address, without port or protocol. */
  host: z.string().trim().toLowerCase().max(253).regex(/^([a-z0-9]([a-z0-9.-]*[a-z0-9])?|[0-9a-f:]+)$/),
  port: z.int().min(1).max(65_535),
  /** `tls`: from the first byte (465). `starttls`: after the greeting (587), refused without. */
  security: z.enum(['tls', 'starttls', 'none']),
  userName: z.string().max(254).nullable(),
  /** Left out: stays as it is, as long as it goes to the same server. Null: none. */
  password: z.string().max(500).nullable().optional(),
  fromAddress: z.email().max(254),
  fromName: z.string().trim().max(100).default(''),
})
export type MailServerBody = z.output<typeof mailServerBody>
export const mailServerView = mailServerBody.omit({ password: true }).extend({
  hasPassword: z.boolean(), checkedAt: z.string().nullable(), error: z.string().nullable(),
})
export type MailServerView = z.output<typeof mailServerView>
/** With its password opened, for one mail. */
export const openMailServer = mailServerBody.extend({ password: z.string().nullable() })
export type OpenMailServer = z.output<typeof openMailServer>
export const mailServerAnswer = z.object({ server: mailServerView.nullable() })

export const mailServerRoutes = {
  readMailServer: 'GET /api/v1/mail-server', // → mailServerAnswer
  setMailServer: 'PUT /api/v1/mail-server', // mailServerBody → mailServerAnswer
  removeMailServer: 'DELETE /api/v1/mail-server', // → 204
  testMailServer: 'POST /api/v1/mail-server/test', // → 204 once a mail to the person's own address was taken
} as const
