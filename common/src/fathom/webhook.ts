import { Webhook } from 'standardwebhooks'
import { AppError } from '../errors.ts'
import { fathomMeeting, type FathomMeeting } from './meeting.ts'

export interface WebhookDelivery {
  /** Deliveries repeat: remember it and drop the second one. */
  webhookId: string
  meeting: FathomMeeting
}

/**
 * Checks and reads one delivery. `rawBody` must be the bytes as they came; `secret` is Fathom's `whsec_…`.
 * Signatures older or newer than five minutes are refused.
 * @throws AppError `fathom.bad_signature`, `input.invalid`
 */
export function readFathomWebhook(secret: string, headers: Record<string, string | string[] | undefined>, rawBody: Buffer): WebhookDelivery {
  const signed = { 'webhook-id': one(headers['webhook-id']), 'webhook-timestamp': one(headers['webhook-timestamp']), 'webhook-signature': one(headers['webhook-signature']) }
  try {
    new Webhook(secret).verify(rawBody, signed, { jsonParse: false })
  } catch (cause) {
    throw new AppError('fathom.bad_signature', 'This delivery is not signed by Fathom.', { cause })
  }
  const parsed = fathomMeeting.safeParse(parseJson(rawBody))
  if (!parsed.success) throw new AppError('input.invalid', 'This delivery does not describe a meeting.', { cause: parsed.error })
  return { webhookId: signed['webhook-id'], meeting: parsed.data }
}

function one(header: string | string[] | undefined): string {
  return typeof header === 'string' ? header : ''
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch (cause) {
    throw new AppError('input.invalid', 'This delivery is not JSON.', { cause })
  }
}
