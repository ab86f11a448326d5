import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { Webhook } from 'standardwebhooks'

export interface RegisteredWebhook { id: string; apiKey: string; url: string; secret: string }

/** As much of Fathom's API as webhooks need, with what can go wrong there. */
export async function startFathomWithWebhooks(apiKeys: readonly string[]) {
  const webhooks = new Map<string, RegisteredWebhook>()
  const meetingsOfType = new Map<string, number[]>()
  const asked: string[] = []
  /** Paths that break the connection. */
  const broken = new Set<string>()
  let meetingsDelayMs = 0
  let made = 0
  const app = express()
  app.use((request, response, next) => {
    asked.push(`${request.method} ${request.path}`)
    if (broken.has(`${request.method} ${request.path.split('/')[3]}`)) return void request.socket.destroy()
    if (!apiKeys.includes(request.get('x-api-key') ?? '')) return void response.status(401).json({})
    next()
  })
  app.get('/external/v1/meetings', async (request, response) => {
    if (request.query['meeting_type'] !== undefined) await new Promise(done => setTimeout(done, meetingsDelayMs))
    const ids = meetingsOfType.get(String(request.query['meeting_type'])) ?? []
    response.json({ limit: 10, next_cursor: null, items: ids.map(recording_id => ({ recording_id })) })
  })
  app.get('/external/v1/meeting_types', (_, response) => void response.json({ limit: 10, next_cursor: null, items: [...meetingsOfType.keys()].map(name => ({ name })) }))
  app.post('/external/v1/webhooks', express.json(), (request, response) => {
    const webhook = { id: `wh_${++made}`, apiKey: request.get('x-api-key')!, url: (request.body as { destination_url: string }).destination_url, secret: `whsec_${randomBytes(24).toString('base64')}` }
    webhooks.set(webhook.id, webhook)
    response.status(201).json({ id: webhook.id, url: webhook.url, secret: webhook.secret })
  })
  app.delete('/external/v1/webhooks/:id', (request, response) => {
    const isTheirs = webhooks.get(request.params.id)?.apiKey === request.get('x-api-key')
    response.sendStatus(isTheirs && webhooks.delete(request.params.id) ? 204 : 404)
  })
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/external/v1`,
    webhooks, meetingsOfType, asked, broken,
    delayMeetings: (ms: number) => { meetingsDelayMs = ms },
    stop: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** The headers of a delivery, signed by the library that Fathom's documentation names. */
export function signedBy(secret: string, body: string, { id = `msg_${randomBytes(6).toString('hex')}`, at = new Date() } = {}): Record<string, string> {
  return { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': String(Math.floor(at.getTime() / 1000)), 'webhook-signature': new Webhook(secret).sign(id, at, body) }
}
