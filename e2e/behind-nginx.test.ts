import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { get as getPlain, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { buffer, json, text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '@f2l/common/free-port.ts'
import { prepareGround, type TestGround } from '../backend/test/running-backend.ts'
import { findNginx, runNginx, type RunningNginx } from './running-nginx.ts'

const nginx = findNginx()
const person = { email: 'nina@example.com', password: 'a long enough password', name: 'Nina Nginx' }

// Where nginx is not installed nothing stands in front of the product.
describe.skipIf(nginx === null)('behind the nginx of nginx/default.conf', () => {
  let ground: TestGround
  let front: RunningNginx
  let plainPort: number
  let publicUrl: string
  let authorization: string
  let media: Buffer

  beforeAll(async () => {
    ground = await prepareGround()
    const [tls, plain, backend] = [await freePort(), await freePort(), await freePort()]
    plainPort = plain
    publicUrl = `https://localhost:${tls}`
    await ground.backend({ PORT: String(backend), PUBLIC_URL: publicUrl, TRUST_PROXY: '1', SMTP_URL: '' })
    front = await runNginx(nginx!, { tls, plain, backend })
    media = await readFile(join(import.meta.dirname, '../demo/media/sample-meeting.mp4'))
    await post('/api/v1/auth/register', person)
    const { accessToken } = await json(await post('/api/v1/auth/login', person)) as { accessToken: string }
    authorization = `Bearer ${accessToken}`
  }, 120_000)

  afterAll(async () => {
    await front?.stop()
    await ground?.stop()
  })

  const post = (path: string, body: unknown): Promise<IncomingMessage> =>
    front.ask(path, { method: 'POST', headers: { 'content-type': 'application/json', 'origin': publicUrl, ...authorization === undefined ? {} : { authorization } } }, JSON.stringify(body))

  /** One file of a form, as a browser sends it. */
  async function upload(bytes: Buffer): Promise<IncomingMessage> {
    const form = new FormData()
    form.set('options', '{}')
    form.set('media', new Blob([new Uint8Array(bytes)]), 'meeting.mp4')
    const sent = new Response(form)
    return front.ask('/api/v1/recordings/upload', { method: 'POST', headers: { 'content-type': sent.headers.get('content-type')!, 'origin': publicUrl, authorization } }, Buffer.from(await sent.arrayBuffer()))
  }

  test('pages come over TLS, with every security header once; plain http leads there', async () => {
    const page = await front.ask('/')
    expect([page.statusCode, await text(page)]).toEqual([200, expect.stringContaining('<div id="app">') as string])
    const named = (name: string) => page.rawHeaders.filter((header, index) => index % 2 === 0 && header.toLowerCase() === name)
    for (const name of ['content-security-policy', 'strict-transport-security', 'x-content-type-options', 'referrer-policy', 'permissions-policy']) expect(named(name)).toHaveLength(1)
    expect(page.headers).not.toHaveProperty('x-powered-by')
    const [plain] = await once(getPlain({ host: '127.0.0.1', port: plainPort, path: '/s/x?t=1', headers: { host: 'localhost' } }), 'response') as [IncomingMessage]
    plain.resume()
    expect([plain.statusCode, plain.headers.location]).toEqual([301, 'https://localhost/s/x?t=1'])
  })

  test('who logs in gets a cookie that only this host over TLS can set', async () => {
    const { headers } = await post('/api/v1/auth/login', person)
    expect(headers['set-cookie']?.join('\n')).toMatch(/__Host-f2l_refresh=[^;]+;.*Secure/)
  })

  test('a file far above the small limit of nginx arrives whole, and any range of it comes back', async () => {
    expect(media.length).toBeGreaterThan(4_000_000)
    const answer = await upload(media)
    expect(answer.statusCode).toBe(201)
    const { recording } = await json(answer) as { recording: { id: string } }
    const { url } = await json(await post(`/api/v1/recordings/${recording.id}/source-link`, {})) as { url: string }
    const part = await front.ask(url, { headers: { range: 'bytes=3000000-3000999' } })
    expect([part.statusCode, part.headers['content-range']]).toEqual([206, `bytes 3000000-3000999/${media.length}`])
    expect((await buffer(part)).equals(media.subarray(3_000_000, 3_001_000))).toBe(true)
    expect((await buffer(await front.ask(url))).equals(media)).toBe(true)
  })

  test('live events come at once and not when a buffer is full', async () => {
    const stream = await front.ask('/api/v1/events', { headers: { authorization } })
    expect([stream.statusCode, stream.headers['content-type']]).toEqual([200, expect.stringContaining('text/event-stream') as string])
    let heard = ''
    stream.on('data', (bytes: Buffer) => { heard += bytes.toString() })
    const { recording } = await json(await post('/api/v1/recordings', { url: 'https://fathom.video/share/behind-nginx' })) as { recording: { id: string } }
    await expect.poll(() => heard, { timeout: 5000, interval: 20 }).toContain(recording.id)
    stream.destroy()
  })

  test.each([
    '/_/', '/_/index.html', '//_/', '/s/../_/', '/%5f/', '/s/..%2f_/', '/api/health', '/api/collections/users/records', '/api//collections/users/records', '/api/v1/../collections/users/records', '/api/realtime',
    '/internal/v1/jobs/aaaaaaaaaaaaaaa', '//internal/v1/jobs/aaaaaaaaaaaaaaa', '/metrics', '/readyz',
  ])('%s is not public, whoever one says to be', async path => {
    for (const headers of [{}, { 'x-forwarded-for': '127.0.0.1' }, { 'x-real-ip': '127.0.0.1', 'forwarded': 'for=127.0.0.1' }]) {
      const answer = await front.ask(path, { headers })
      const said = await text(answer)
      expect(answer.statusCode, said).toBe(404)
      expect(said).not.toContain('PocketBase')
      expect(answer.headers['strict-transport-security']).toBe('max-age=31536000')
    }
  })

  test('who floods the API is held off, and is told so by its own status', async () => {
    const statuses = await Promise.all(Array.from({ length: 120 }, async () => {
      const answer = await front.ask('/api/v1/recordings', { headers: { authorization } })
      answer.resume()
      return answer.statusCode
    }))
    expect(statuses).toContain(429)
    expect(statuses).toContain(200)
  })
})
