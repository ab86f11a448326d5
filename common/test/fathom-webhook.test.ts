import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { readFathomWebhook } from '../src/fathom/webhook.ts'

const key = Buffer.from('a key of 24 bytes or so.')
const secret = `whsec_${key.toString('base64')}`
const body = Buffer.from(JSON.stringify({ recording_id: 7, title: 'Weekly – ünï' }))

function sign(content: Buffer, at = Date.now(), by: Buffer = key): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000))
  const signature = createHmac('sha256', by).update(`msg_1.${timestamp}.${content.toString()}`).digest('base64')
  return { 'webhook-id': 'msg_1', 'webhook-timestamp': timestamp, 'webhook-signature': `v1,bm9uc2Vuc2U= v2,x v1,${signature}` }
}

test('a delivery that Fathom signed is read', () => {
  expect(readFathomWebhook(secret, sign(body), body)).toMatchObject({ webhookId: 'msg_1', meeting: { recording_id: 7, title: 'Weekly – ünï' } })
})

test.each([
  ['a forged signature', sign(body, Date.now(), Buffer.from('another key'))],
  ['a changed id', { ...sign(body), 'webhook-id': 'msg_2' }],
  ['an old signature', sign(body, Date.now() - 6 * 60_000)],
  ['a signature from the future', sign(body, Date.now() + 6 * 60_000)],
  ['no signature', { ...sign(body), 'webhook-signature': undefined }],
  ['no headers', {}],
  ['two signature headers', { ...sign(body), 'webhook-signature': ['v1,a', 'v1,b'] }],
])('86: a delivery with %s is refused', (_what, headers) => {
  expect(() => readFathomWebhook(secret, headers, body)).toThrow(expect.objectContaining({ code: 'fathom.bad_signature' }) as Error)
})

test('86: a changed body is refused', () => {
  expect(() => readFathomWebhook(secret, sign(body), Buffer.concat([body, Buffer.from(' ')]))).toThrow(expect.objectContaining({ code: 'fathom.bad_signature' }) as Error)
})

test('a genuine delivery that is no meeting is an input error', () => {
  for (const content of ['not json', '{"recording_id": "x"}']) {
    const bytes = Buffer.from(content)
    expect(() => readFathomWebhook(secret, sign(bytes), bytes)).toThrow(expect.objectContaining({ code: 'input.invalid' }) as Error)
  }
})
