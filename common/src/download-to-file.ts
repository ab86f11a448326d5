import { createWriteStream } from 'node:fs'
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { AppError } from './errors.ts'
import type { SafeFetch, SafeResponse } from './safe-fetch.ts'
import { pause } from './pause.ts'

export interface DownloadOptions {
  maxBytes: number
  signal?: AbortSignal
  /** Bytes on disk, and the whole size where the other side told it. */
  onProgress?(receivedBytes: number, totalBytes: number | null): void
  headers?: Record<string, string>
  /** What the file must measure, where it is known from elsewhere. */
  expectedBytes?: number | null
  /** Breaks in a row, without a new byte between them, after which it fails. */
  maxBreaks?: number
  /** Pause after the first break in milliseconds; doubles. */
  breakDelayMs?: number
  totalTimeoutMs?: number
}

export interface Downloaded { sizeBytes: number; contentType: string | null; url: string }

/** The cause of a `fetch.failed` whose reason was the other side's status. */
export class HttpStatusError extends Error {
  readonly status: number
  constructor(status: number) {
    super(`HTTP status ${status}`)
    this.name = 'HttpStatusError'
    this.status = status
  }
}

/**
 * Streams an address to `path`. Until it is whole it is `path.part`; a broken connection goes on by Range from
 * where it broke, also in a later process, as long as the other side proves that it is still the same file.
 * @throws AppError as `SafeFetch`, and `fetch.failed` for statuses and wrong sizes
 */
export async function downloadToFile(fetch: SafeFetch, url: string, path: string, options: DownloadOptions): Promise<Downloaded> {
  const maxBreaks = options.maxBreaks ?? 4
  const part = await openPart(path)
  for (let breaks = 0; ;) {
    const before = part.size
    try {
      const done = await fetchRest(fetch, url, part, options)
      await finish(part, options.expectedBytes ?? null)
      return { ...done, sizeBytes: part.size }
    } catch (thrown) {
      options.signal?.throwIfAborted()
      breaks = part.size > before ? 1 : breaks + 1
      if (!isBreak(thrown) || breaks >= maxBreaks) throw thrown
    }
    await pause(Math.min(8000, (options.breakDelayMs ?? 500) * 2 ** (breaks - 1)), options.signal)
  }
}

/** A file on its way: what is on disk, and what proves that the rest belongs to it. */
interface Part { path: string; file: string; stamp: string; size: number; validator: string | null; total: number | null }

const stampSchema = z.object({ validator: z.string().nullable(), total: z.int().nullable() })

async function openPart(path: string): Promise<Part> {
  const part: Part = { path, file: `${path}.part`, stamp: `${path}.part.json`, size: 0, validator: null, total: null }
  const size = await stat(part.file).then(found => found.size, () => 0)
  const stamp = await readFile(part.stamp, 'utf8').then(text => stampSchema.safeParse(JSON.parse(text)).data, () => undefined)
  if (size > 0 && stamp?.validator) return { ...part, ...stamp, size }
  await rm(part.file, { force: true })
  return part
}

async function fetchRest(fetch: SafeFetch, url: string, part: Part, options: DownloadOptions): Promise<Omit<Downloaded, 'sizeBytes'>> {
  if (part.total !== null && part.size === part.total && part.size > 0) return { contentType: null, url }
  const range: Record<string, string> = part.size > 0 ? { 'range': `bytes=${part.size}-`, ...(part.validator ? { 'if-range': part.validator } : {}) } : {}
  const response = await fetch.request(url, {
    headers: { ...options.headers, ...range }, maxBytes: options.maxBytes,
    totalTimeoutMs: options.totalTimeoutMs ?? 6 * 3600_000, signal: options.signal,
  })
  try {
    await acceptAnswer(response, part, options)
    await append(response, part, options)
  } finally {
    await response.discard()
  }
  return { contentType: response.headers['content-type'] ?? null, url: response.url }
}

/** Decides whether the answer goes on where the file ends, or begins it anew. */
async function acceptAnswer(response: SafeResponse, part: Part, { maxBytes, expectedBytes }: DownloadOptions): Promise<void> {
  const { status, headers } = response
  if (status === 416 && part.size > 0) {
    await restart(part)
    throw new AppError('fetch.failed', 'The file changed while it was being downloaded. Please try again.', { cause: new HttpStatusError(status) })
  }
  if (status !== 200 && status !== 206) throw statusError(status, response.url)
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers['content-range'] ?? '')
  const continues = status === 206 && range !== null && Number(range[1]) === part.size && (part.total === null || range[2] === '*' || Number(range[2]) === part.total)
  if (!continues && part.size > 0) await restart(part)
  if (!continues && status === 206) throw new AppError('fetch.failed', 'The other side sent another part of the file than was asked for. Please try again.')
  if (status === 200) part.total = headers['content-encoding'] === undefined ? sizeIn(headers['content-length']) : null
  part.validator = validatorOf(headers)
  if (part.total !== null && expectedBytes != null && part.total !== expectedBytes) {
    throw new AppError('fetch.failed', `The file measures ${part.total} bytes, but ${expectedBytes} were announced. Please try again.`)
  }
  if ((part.total ?? 0) > maxBytes) throw new AppError('fetch.too_large', `The file is larger than the ${Math.floor(maxBytes / 1024 / 1024)} MB that are allowed.`)
  await writeFile(part.stamp, JSON.stringify({ validator: part.validator, total: part.total }))
}

async function append(response: SafeResponse, part: Part, { maxBytes, onProgress }: DownloadOptions): Promise<void> {
  const startedAt = part.size
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of response.body) {
      part.size += chunk.length
      if (part.size > maxBytes) throw new AppError('fetch.too_large', `The file is larger than the ${Math.floor(maxBytes / 1024 / 1024)} MB that are allowed.`)
      onProgress?.(part.size, part.total)
      yield chunk
    }
  }
  try {
    await pipeline(counted(), createWriteStream(part.file, { flags: startedAt === 0 ? 'w' : 'a' }))
  } finally {
    // What was counted but not yet written when it broke must be fetched again.
    part.size = await stat(part.file).then(found => found.size, () => 0)
  }
}

async function finish(part: Part, expectedBytes: number | null): Promise<void> {
  const wanted = part.total ?? expectedBytes
  if (wanted !== null && part.size !== wanted) {
    const got = part.size
    if (got > wanted || part.total === null) await restart(part)
    throw new AppError('fetch.failed', `The download is incomplete: ${got} of ${wanted} bytes arrived. Please try again.`)
  }
  await rename(part.file, part.path)
  await rm(part.stamp, { force: true })
}

async function restart(part: Part): Promise<void> {
  await rm(part.file, { force: true })
  await rm(part.stamp, { force: true })
  Object.assign(part, { size: 0, validator: null, total: null })
}

/** A strong validator only: a weak one may stand for other bytes (RFC 9110 §13.1.5). */
function validatorOf(headers: Readonly<Record<string, string>>): string | null {
  const etag = headers['etag']
  if (etag !== undefined && etag.startsWith('"')) return etag
  return headers['last-modified'] ?? null
}

function sizeIn(header: string | undefined): number | null {
  return header !== undefined && /^\d+$/.test(header) ? Number(header) : null
}

export function statusError(status: number, url: string): AppError {
  const { hostname } = new URL(url)
  const cause = new HttpStatusError(status)
  if (status === 404 || status === 410) return new AppError('fetch.failed', `${hostname} says that there is nothing at this address (${status}). Please check the link.`, { cause })
  if (status === 401 || status === 403) return new AppError('fetch.failed', `${hostname} does not give this file to us (${status}). The link may have expired or need a sign-in.`, { cause })
  return new AppError('fetch.failed', `${hostname} answered with an error (${status}). Please try again later.`, { cause })
}

/** The status behind a `fetch.failed`, where there is one. */
export function statusOf(thrown: unknown): number | null {
  return thrown instanceof AppError && thrown.cause instanceof HttpStatusError ? thrown.cause.status : null
}

function isBreak(thrown: unknown): boolean {
  if (!(thrown instanceof AppError)) return false
  const status = statusOf(thrown)
  if (status !== null) return status >= 500 || status === 429 || status === 416
  return thrown.code === 'fetch.failed' || thrown.code === 'fetch.timeout'
}
