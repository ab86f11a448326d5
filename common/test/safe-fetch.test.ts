import { createServer, type RequestListener, type Server } from 'node:http'
import { connect, createServer as createTcpServer, type AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { isPublicAddress } from '../src/address-rules.ts'
import { makeCheckedLookup } from '../src/checked-lookup.ts'
import { makeSafeFetch, type SafeFetch, type SafeFetchOptions } from '../src/safe-fetch.ts'

const closers: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function serve(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener)
  await new Promise<void>(resolve => { server.listen(0, '127.0.0.1', resolve) })
  closers.push(() => new Promise(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  }))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function fetcher(trustedOrigins: string[], options: Partial<SafeFetchOptions> = {}): SafeFetch {
  const fetch = makeSafeFetch({ trustedOrigins, resolve: async () => [{ address: '127.0.0.1', family: 4 }], ...options })
  closers.push(() => fetch.close())
  return fetch
}

const refused = { code: 'url.refused' }

test.each([
  '127.0.0.1', '0', '127.1', '2130706433', '0x7f000001', '017700000001', '[::1]', '[::ffff:127.0.0.1]', '[64:ff9b::7f00:1]',
  'localhost', 'localhost.', 'a.localhost', '169.254.169.254', '10.1.2.3', '192.168.0.1', '172.31.255.255', '100.64.0.1', '198.18.0.1',
  '192.0.0.8', '224.0.0.1', '255.255.255.255', '240.0.0.1', '[::]', '[fc00::1]', '[fe80::1]', '[2002:7f00:1::]', '[::127.0.0.1]',
  '１２７.0.0.1', '127。0。0。1', '⑯⑨.254.169.254', 'good@127.0.0.1', 'good.example:pass@127.0.0.1',
])('71: https://%s/ is refused before anything is sent', async host => {
  await expect(fetcher([]).request(`https://${host}/`)).rejects.toMatchObject(refused)
})

test.each([
  'https://good.example\\@127.0.0.1/', 'https://127.0.0.1\t/', 'https://exa\nmple.com/', ' https://example.com', 'https:127.0.0.1', '//127.0.0.1', 'nonsense', '',
])('71: the address %j is refused rather than repaired', async address => {
  await expect(fetcher([]).request(address)).rejects.toMatchObject(refused)
})

test('71: what stands after # never becomes the host', async () => {
  const asked: string[] = []
  const fetch = fetcher([], { resolve: async host => { asked.push(host); return [{ address: '10.0.0.1', family: 4 }] } })
  await expect(fetch.request('https://good.example#@127.0.0.1/')).rejects.toMatchObject(refused)
  expect(asked).toEqual(['good.example'])
})

test.each(['8.8.8.8', '1.1.1.1', '2606:4700:4700::1111', '93.184.216.34'])('an ordinary public address such as %s is allowed', address => {
  expect(isPublicAddress(address)).toBe(true)
})

test.each(['', 'nonsense', '0:0:0:0:0:ffff:0a00:0001', '::ffff:8.8.8.8', 'fec0::1', '64:ff9b:1::1', '2001::1'])('%j is no public address', address => {
  expect(isPublicAddress(address)).toBe(false)
})

test('72: a name with one private address among public ones is refused', async () => {
  const fetch = fetcher([], { resolve: async () => [{ address: '93.184.216.34', family: 4 }, { address: '127.0.0.1', family: 4 }] })
  await expect(fetch.request('https://mixed.example/')).rejects.toMatchObject(refused)
})

test('72: the socket connects to the address that was checked, and the name is asked only once', async () => {
  let connections = 0
  const server = createTcpServer(socket => { connections++; socket.end('hello') })
  await new Promise<void>(resolve => { server.listen(0, '127.0.0.1', resolve) })
  closers.push(() => new Promise(resolve => { server.close(() => resolve()) }))
  const answers = ['127.0.0.1', '10.9.9.9']
  const lookup = makeCheckedLookup(async () => [{ address: answers.shift()!, family: 4 }], address => address === '127.0.0.1')
  const socket = connect({ host: 'rebinding.example', port: (server.address() as AddressInfo).port, lookup })
  const text = await new Promise<string>((resolve, reject) => { socket.on('data', data => resolve(data.toString())); socket.on('error', reject) })
  socket.destroy()
  expect([text, connections, answers.length]).toEqual(['hello', 1, 1])
})

test('72: a name that turns private at the second question is refused then', async () => {
  const answers = ['93.184.216.34', '127.0.0.1']
  const lookup = makeCheckedLookup(async () => [{ address: answers.shift()!, family: 4 }], isPublicAddress)
  const ask = (): Promise<unknown> => new Promise((resolve, reject) => {
    lookup('rebinding.example', { all: true }, (error, found) => { if (error) reject(error); else resolve(found) })
  })
  expect(await ask()).toEqual([{ address: '93.184.216.34', family: 4 }])
  await expect(ask()).rejects.toMatchObject(refused)
})

test('a trusted origin may be http and private, and its neighbour port may not', async () => {
  const origin = await serve((_request, response) => response.end('hello'))
  const fetch = fetcher([`${origin}/external/v1`])
  expect(await (await fetch.request(`${origin}/x`)).text()).toBe('hello')
  await expect(fetch.request('http://127.0.0.1:1/')).rejects.toMatchObject(refused)
})

test('73: a redirect to a private address, to another scheme or around in circles is not followed', async () => {
  const inner = await serve((_request, response) => response.end('secret'))
  const outer = await serve((request, response) => {
    const to = { '/private': inner, '/file': 'file:///etc/passwd', '/loop': '/loop', '/userinfo': 'https://a@b.example/', '/ok': '/end' }[request.url!]
    if (to === undefined) response.end('end')
    else response.writeHead(302, { location: to }).end()
  })
  const fetch = fetcher([outer])
  for (const path of ['/private', '/file', '/userinfo']) await expect(fetch.request(outer + path)).rejects.toMatchObject(refused)
  await expect(fetch.request(`${outer}/loop`)).rejects.toMatchObject({ code: 'fetch.failed' })
  expect(await (await fetch.request(`${outer}/ok`)).text()).toBe('end')
})

test('73: three redirects are followed, a fourth is not', async () => {
  const origin = await serve((request, response) => {
    const left = Number(request.url!.slice(1))
    if (left === 0) response.end('there')
    else response.writeHead(307, { location: `/${left - 1}` }).end()
  })
  const fetch = fetcher([origin])
  expect((await fetch.request(`${origin}/3`)).url).toBe(`${origin}/0`)
  await expect(fetch.request(`${origin}/4`)).rejects.toMatchObject({ code: 'fetch.failed' })
})

test('a key is not carried to another origin by a redirect', async () => {
  const seen: (string | undefined)[] = []
  const other = await serve((request, response) => { seen.push(request.headers['x-api-key'] as string | undefined, request.headers['range']); response.end() })
  const first = await serve((_request, response) => { response.writeHead(302, { location: other }).end() })
  const response = await fetcher([first, other]).request(first, { headers: { 'X-Api-Key': 'canary', 'range': 'bytes=1-' } })
  await response.discard()
  expect(seen).toEqual([undefined, 'bytes=1-'])
})

test.each(['file:///etc/passwd', 'ftp://example.com/', 'gopher://example.com/', 'data:text/plain,x', 'javascript:alert(1)', 'http://example.com/'])('74: %s is refused', async address => {
  await expect(fetcher([]).request(address)).rejects.toMatchObject(refused)
})

test('75: an endless body ends at the cap', async () => {
  let isGone = false
  const origin = await serve((_request, response) => {
    const push = (): void => { while (!response.destroyed && response.write(Buffer.alloc(65536))) { /* fills the pipe */ } }
    response.on('drain', push).on('close', () => { isGone = true })
    push()
  })
  const response = await fetcher([origin]).request(origin, { maxBytes: 1_000_000 })
  await expect(response.text()).rejects.toMatchObject({ code: 'fetch.too_large' })
  await expect.poll(() => isGone).toBe(true)
})

test('75: a gzip bomb is stopped at the cap of its unpacked size', async () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000))
  const origin = await serve((_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb))
  const response = await fetcher([origin]).request(origin, { maxBytes: 1_000_000 })
  await expect(response.text()).rejects.toMatchObject({ code: 'fetch.too_large' })
})

test('a body that is packed although nobody asked is unpacked', async () => {
  const origin = await serve((_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('hello')))
  expect(await (await fetcher([origin]).request(origin)).text()).toBe('hello')
})

test('75: silence and dripping both end in time', async () => {
  const origin = await serve((request, response) => {
    if (request.url === '/silent') return
    response.writeHead(200)
    const timer = setInterval(() => response.write('x'), 100)
    response.on('close', () => clearInterval(timer))
  })
  const fetch = fetcher([origin], { idleTimeoutMs: 1000 })
  await expect(fetch.request(`${origin}/silent`)).rejects.toMatchObject({ code: 'fetch.timeout' })
  const dripping = await fetch.request(`${origin}/drip`, { totalTimeoutMs: 600 })
  await expect(dripping.text()).rejects.toMatchObject({ code: 'fetch.timeout' })
})

test('an abort throws the reason that was given, not a network error', async () => {
  const origin = await serve(() => { /* never answers */ })
  const abort = new AbortController()
  const reason = new Error('cancelled by a person')
  setTimeout(() => abort.abort(reason), 50)
  await expect(fetcher([origin]).request(origin, { signal: abort.signal })).rejects.toBe(reason)
})

test('an error names the host and never the path with its signature', async () => {
  const origin = await serve((request) => request.socket.destroy())
  const failure = await fetcher([origin]).request(`${origin}/x?signature=canary`).catch((error: unknown) => error as Error)
  expect(failure).toMatchObject({ code: 'fetch.failed' })
  expect((failure as Error).message).not.toContain('canary')
})
