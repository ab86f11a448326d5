import { pipeline } from 'node:stream/promises'
import type { Request, Response } from 'express'
import type { ObjectKey } from '@f2l/common/contracts/ids.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { ObjectInfo, ObjectStore } from '@f2l/common/object-store.ts'

type ByteRange = { start: number; end: number }

/**
 * Sends a stored file, whole or the one range that is asked for. Several ranges at once get the
 * whole file, which HTTP allows and which cannot be abused.
 * @throws AppError `not_found`
 */
export async function sendObject(store: ObjectStore, key: ObjectKey, request: Request, response: Response): Promise<void> {
  const info = await store.stat(key)
  if (!info) throw new AppError('not_found', 'This file is not there any more.')
  response.set({ 'Accept-Ranges': 'bytes', 'ETag': info.etag, 'Last-Modified': info.modifiedAt.toUTCString() })
  if (request.fresh) return void response.status(304).end()
  const range = rangeOf(request, info)
  if (range === 'unsatisfiable') return refuseRange(response, info)
  const length = range ? range.end - range.start + 1 : info.sizeBytes
  response.status(range ? 206 : 200).set('Content-Length', String(length))
  if (range) response.set('Content-Range', `bytes ${range.start}-${range.end}/${info.sizeBytes}`)
  if (request.method === 'HEAD' || length === 0) return void response.end()
  await send(store, key, range, response)
}

function refuseRange(response: Response, { sizeBytes }: ObjectInfo): void {
  response.removeHeader('Content-Type')
  response.status(416).set('Content-Range', `bytes */${sizeBytes}`).end()
}

async function send(store: ObjectStore, key: ObjectKey, range: ByteRange | null, response: Response): Promise<void> {
  const body = await store.read(key, range ?? undefined)
  try {
    await pipeline(body, response)
  } catch (error) {
    // A player that seeks closes the connection; the headers are out, so nobody can be told anything.
    if (!response.destroyed) response.destroy()
    if (!isClosedEarly(error)) throw error
  } finally {
    // A pipe into what is closed already never begins, and then the file stays open.
    body.destroy()
  }
}

/** RFC 9110 §14: what is not a range of bytes is ignored; one that lies behind the end is refused. */
export function rangeOf(request: Pick<Request, 'get' | 'method'>, { sizeBytes, etag }: ObjectInfo): ByteRange | 'unsatisfiable' | null {
  const asked = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/.exec(request.get('range') ?? '')
  const condition = request.get('if-range')
  if (!asked || (condition !== undefined && condition !== etag)) return null
  const [, first = '', last = ''] = asked
  if (first === '' && last === '') return null
  return first === '' ? lastBytes(Number(last), sizeBytes) : bytesFrom(Number(first), last === '' ? Infinity : Number(last), sizeBytes)
}

function lastBytes(count: number, size: number): ByteRange | 'unsatisfiable' {
  return count === 0 || size === 0 ? 'unsatisfiable' : { start: Math.max(0, size - count), end: size - 1 }
}

function bytesFrom(start: number, last: number, size: number): ByteRange | 'unsatisfiable' | null {
  if (last < start) return null
  return start >= size ? 'unsatisfiable' : { start, end: Math.min(last, size - 1) }
}

function isClosedEarly(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_UNABLE_TO_PIPE', 'EPIPE', 'ECONNRESET', 'ABORT_ERR'].includes(String(error.code))
}
