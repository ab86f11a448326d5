import { createHmac, randomBytes, randomUUID } from 'node:crypto'

interface Webhook { id: string; apiKey: string; url: string; key: Buffer; parts: Record<string, unknown> }

export interface OfflineWebhooks {
  create(apiKey: string, destinationUrl: string, parts: Record<string, unknown>): { id: string; url: string; secret: string }
  /** False where this key's account has none of that id. */
  delete(apiKey: string, id: string): boolean
  /** Where deliveries go, the oldest first. */
  destinations(): string[]
  /** Sends a signed delivery to every destination and gives the statuses they answered; 0 where nobody did. */
  deliver(describe: (includes: (part: string) => boolean) => object): Promise<number[]>
}

export function makeWebhooks(): OfflineWebhooks {
  const webhooks = new Map<string, Webhook>()
  return {
    create: (apiKey, url, parts) => {
      const webhook = { id: randomUUID(), apiKey, url, key: randomBytes(24), parts }
      webhooks.set(webhook.id, webhook)
      return { id: webhook.id, url, secret: `whsec_${webhook.key.toString('base64')}` }
    },
    delete: (apiKey, id) => webhooks.get(id)?.apiKey === apiKey && webhooks.delete(id),
    destinations: () => [...webhooks.values()].map(webhook => webhook.url),
    deliver: describe => Promise.all([...webhooks.values()].map(webhook => send(webhook, JSON.stringify(describe(part => webhook.parts[`include_${part}`] === true))))),
  }
}

async function send({ url, key }: Webhook, body: string): Promise<number> {
  const headers = { 'content-type': 'application/json', ...signedHeaders(key, body) }
  return await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) }).then(answer => answer.status, () => 0)
}

/** Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`. */
export function signedHeaders(key: Buffer, body: string, at: Date = new Date()): Record<string, string> {
  const id = `msg_${randomUUID()}`
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}
