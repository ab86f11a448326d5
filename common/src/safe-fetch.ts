import { pipeline, type Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { Agent, request, type Dispatcher } from 'undici'
import { addressInHost, isLocalName, isPublicAddress } from './address-rules.ts'
import { makeCheckedLookup, refusedAddress, systemResolve, type Resolve } from './checked-lookup.ts'
import { AppError } from './errors.ts'

export interface SafeFetchOptions {
  /** Origins (or URLs whose origin is meant) that the operator set: these may be http and private. */
  trustedOrigins: readonly string[]
  maxRedirects?: number
  /** Silence of the other side, before or between bytes, that ends a request. */
  idleTimeoutMs?: number
  /** A body slower than this over half a minute is given up. */
  minBytesPerSecond?: number
  userAgent?: string
  resolve?: Resolve
}

export interface RequestOptions {
  method?: 'GET' | 'HEAD' | 'POST' | 'DELETE'
  /** Dropped when a redirect leaves the origin, but for ranges and what is accepted: they may hold keys. */
  headers?: Record<string, string>
  body?: string | Uint8Array
  /** Most bytes of the decoded body. */
  maxBytes?: number
  /** From the first connect to the last byte. */
  totalTimeoutMs?: number
  signal?: AbortSignal
}

export interface SafeResponse {
  status: number
  /** Names in lower case; repeated headers joined by a comma. */
  headers: Readonly<Record<string, string>>
  /** The address that answered, after redirects. */
  url: string
  /** Decoded and capped. Read it, or call `discard`, or the connection stays busy. */
  body: AsyncGenerator<Uint8Array, void>
  text(): Promise<string>
  discard(): Promise<void>
}

export interface SafeFetch {
  /**
   * Any status is an answer; only broken rules and connections throw.
   * @throws AppError `url.refused`, `fetch.failed`, `fetch.timeout`, `fetch.too_large`
   */
  request(url: string, options?: RequestOptions): Promise<SafeResponse>
  close(): Promise<void>
}

const slowWindowMs = 30_000
const redirectStatuses = new Set([301, 302, 303, 307, 308])
const keptAcrossOrigins = new Set(['accept', 'accept-encoding', 'range', 'if-range', 'user-agent'])

/**
 * The one way to fetch an address that a person or another server gave. Every connection goes to an address
 * that was checked, every redirect is checked again, and sizes and times are capped.
 */
export function makeSafeFetch(options: SafeFetchOptions): SafeFetch {
  const rules = {
    trusted: new Set(options.trustedOrigins.map(url => new URL(url).origin)),
    maxRedirects: options.maxRedirects ?? 3,
    minBytesPerSecond: options.minBytesPerSecond ?? 512,
    userAgent: options.userAgent ?? 'fathom-to-loom',
  }
  const idle = options.idleTimeoutMs ?? 30_000
  const common = { headersTimeout: idle, bodyTimeout: idle, connections: 16 }
  const connect = { timeout: Math.min(idle, 10_000) }
  const guarded = new Agent({ ...common, connect: { ...connect, lookup: makeCheckedLookup(options.resolve ?? systemResolve, isPublicAddress) } })
  const trusted = new Agent({ ...common, connect })
  const agentFor = (url: URL): Agent => (rules.trusted.has(url.origin) ? trusted : guarded)
  return {
    request: (url, requestOptions = {}) => follow(url, requestOptions, rules, agentFor),
    close: async () => {
      await Promise.all([guarded.destroy(), trusted.destroy()])
    },
  }
}

type Rules = { trusted: ReadonlySet<string>; maxRedirects: number; minBytesPerSecond: number; userAgent: string }

/** @throws AppError `url.refused` where the address itself breaks a rule. */
export function checkUrl(text: string, trusted: ReadonlySet<string>): URL {
  // `URL` would repair these silently, and other programs repair them differently.
  if (hasControlCharacter(text) || text.includes('\\') || !URL.canParse(text)) {
    throw new AppError('url.refused', 'This is not a complete web address. Please copy the whole link, beginning with https://.')
  }
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') throw new AppError('url.refused', 'Links with a user name or password inside are not fetched. Please use a link without them.')
  if (trusted.has(url.origin)) return url
  if (url.protocol !== 'https:') throw new AppError('url.refused', 'Only addresses that begin with https:// are fetched.')
  const address = addressInHost(url.hostname)
  if (isLocalName(url.hostname) || (address !== null && !isPublicAddress(address))) throw refusedAddress()
  return url
}

async function follow(first: string, options: RequestOptions, rules: Rules, agentFor: (url: URL) => Agent): Promise<SafeResponse> {
  const timeout = AbortSignal.timeout(options.totalTimeoutMs ?? 60_000)
  const signal = options.signal === undefined ? timeout : AbortSignal.any([options.signal, timeout])
  let url = checkUrl(first, rules.trusted)
  let headers: Record<string, string> = { 'accept-encoding': 'identity', 'user-agent': rules.userAgent, ...options.headers }
  for (let redirects = 0; ; redirects++) {
    const answer = await send(url, { ...options, headers, signal }, agentFor(url))
    const target = redirectTarget(answer, options.method ?? 'GET')
    if (target === null) return toResponse(answer, url, { ...options, signal }, rules)
    await drop(answer)
    if (redirects >= rules.maxRedirects) throw new AppError('fetch.failed', `The link is forwarded too often (more than ${rules.maxRedirects} times).`)
    const next = checkUrl(absolute(target, url), rules.trusted)
    if (next.origin !== url.origin) headers = Object.fromEntries(Object.entries(headers).filter(([name]) => keptAcrossOrigins.has(name.toLowerCase())))
    url = next
  }
}

type SendOptions = RequestOptions & { headers: Record<string, string>; signal: AbortSignal }

async function send(url: URL, { method = 'GET', headers, body, signal }: SendOptions, dispatcher: Agent): Promise<Dispatcher.ResponseData> {
  try {
    return await request(url.href, { method, headers, body: body ?? null, signal, dispatcher })
  } catch (thrown) {
    throw asFetchError(thrown, url, signal)
  }
}

/** Where a redirect leads; null for an answer that is none. Only reading requests are forwarded. */
function redirectTarget(answer: Dispatcher.ResponseData, method: string): string | null {
  if (!redirectStatuses.has(answer.statusCode) || (method !== 'GET' && method !== 'HEAD')) return null
  const { location } = answer.headers
  return typeof location === 'string' && location !== '' ? location : null
}

function absolute(target: string, base: URL): string {
  if (hasControlCharacter(target) || target.includes('\\') || !URL.canParse(target, base.href)) return target
  return new URL(target, base.href).href
}

async function drop(answer: Dispatcher.ResponseData): Promise<void> {
  await answer.body.dump({ limit: 64 * 1024 })
}

function toResponse(answer: Dispatcher.ResponseData, url: URL, options: RequestOptions & { signal: AbortSignal }, rules: Rules): SafeResponse {
  const headers = plainHeaders(answer.headers)
  const body = readBody(answer.body, headers['content-encoding'] ?? '', url, options, rules)
  return {
    status: answer.statusCode, headers, url: url.href, body,
    text: () => collectText(body),
    discard: async () => {
      answer.body.on('error', () => { /* it is thrown away: how it ends does not matter */ })
      answer.body.destroy()
      await body.return()
    },
  }
}

async function* readBody(raw: Readable, encoding: string, url: URL, options: RequestOptions & { signal: AbortSignal }, rules: Rules): AsyncGenerator<Uint8Array, void> {
  const maxBytes = options.maxBytes ?? 16 * 1024 * 1024
  const isFastEnough = paceCheck(rules.minBytesPerSecond)
  const stream = decoded(raw, encoding)
  let total = 0
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      total += chunk.length
      if (total > maxBytes) throw new AppError('fetch.too_large', `What ${url.hostname} sends is larger than the ${megabytes(maxBytes)} MB that are allowed.`)
      if (!isFastEnough(total)) throw new AppError('fetch.timeout', `${url.hostname} sends too slowly. Please try again later.`)
      yield chunk
    }
  } catch (thrown) {
    throw asFetchError(thrown, url, options.signal)
  }
}

function decoded(raw: Readable, encoding: string): Readable {
  const decoder = { 'gzip': createGunzip, 'x-gzip': createGunzip, 'deflate': createInflate, 'br': createBrotliDecompress }[encoding.trim().toLowerCase()]
  if (decoder === undefined) return raw
  // The error reaches the reader through the returned stream.
  return pipeline(raw, decoder(), () => undefined)
}

/** False once a whole window passed with less than the minimum. */
function paceCheck(minBytesPerSecond: number): (total: number) => boolean {
  let windowStart = performance.now()
  let atStart = 0
  return total => {
    const elapsed = performance.now() - windowStart
    if (elapsed < slowWindowMs) return true
    const isFast = (total - atStart) / (elapsed / 1000) >= minBytesPerSecond
    windowStart = performance.now()
    atStart = total
    return isFast
  }
}

async function collectText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

function plainHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const plain: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) plain[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value
  }
  return plain
}

/** The host is named, never the path: signed links carry secrets there. */
function asFetchError(thrown: unknown, url: URL, signal: AbortSignal): unknown {
  const known = causes(thrown).find(cause => cause instanceof AppError)
  if (known !== undefined) return known
  if (signal.aborted && !isTimeout(signal.reason)) return signal.reason
  const codes = causes(thrown).map(cause => (cause as { code?: unknown }).code)
  const isLate = signal.aborted || codes.some(code => typeof code === 'string' && /^UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT$|^ETIMEDOUT$/.test(code))
  if (isLate) return new AppError('fetch.timeout', `${url.hostname} did not answer in time. Please try again later.`, { cause: thrown })
  if (codes.includes('ENOTFOUND')) return new AppError('fetch.failed', `There is no server named ${url.hostname}. Please check the address.`, { cause: thrown })
  return new AppError('fetch.failed', `The connection to ${url.hostname} failed. Please try again later.`, { cause: thrown })
}

function causes(thrown: unknown): unknown[] {
  const found: unknown[] = []
  for (let at = thrown; at instanceof Error && found.length < 8; at = at.cause) found.push(at)
  return found
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === 'TimeoutError'
}

function hasControlCharacter(text: string): boolean {
  return /\p{Cc}|\s/u.test(text)
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1024 / 1024)
}
