import { z } from 'zod'

/** A person's own mail server, through which mails to them and their viewers go. The password never comes back. */
export const mailServerBody = z.object({
  host: z.string().trim().min(1).max(253),
  port: z.int().min(1).max(65_535),
  /** `tls`: from the first byte (465). `starttls`: after the greeting (587), refused without. */
  security: z.enum(['tls', 'starttls', 'none']),
  userName: z.string().max(254).nullable(),
  /** Left out: stays as it is. Null: none. */
  password: z.string().max(500).nullable().optional(),
  fromAddress: z.email().max(254),
  fromName: z.string().trim().max(100).default(''),
})
export const mailServerView = mailServerBody.omit({ password: true }).extend({
  hasPassword: z.boolean(), checkedAt: z.string().nullable(), error: z.string().nullable(),
})
export type MailServerView = z.output<typeof mailServerView>
export const mailServerAnswer = z.object({ server: mailServerView.nullable() })

export const mailServerRoutes = {
  readMailServer: 'GET /api/v1/mail-server', // → mailServerAnswer
  setMailServer: 'PUT /api/v1/mail-server', // mailServerBody → mailServerAnswer
  removeMailServer: 'DELETE /api/v1/mail-server', // → 204
  testMailServer: 'POST /api/v1/mail-server/test', // → 204 once a mail to the person's own address was taken
} as const
