import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'

export interface UploadFile { start: Buffer; paddingBytes: number }
export interface PacedForm { body: Readable; type: string; bytes: number; seconds: number }

const fileBytes = 24 * 2 ** 20
const chunkBytes = 2 ** 18
/** A usual line of somebody at home. */
const bytesPerSecond = 2 ** 20

/** A meeting with a box at its end that players pass over, so that it has a size worth the name. */
export async function readUploadFile(path: string): Promise<UploadFile> {
  const start = await readFile(path)
  return { start, paddingBytes: Math.max(8, fileBytes - start.length) }
}

/** An upload form with a file that nobody has uploaded yet, sent at 1 MB/s. */
export function pacedForm({ start, paddingBytes }: UploadFile, signal: AbortSignal): PacedForm {
  const boundary = `load-${randomBytes(12).toString('hex')}`
  const head = Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="media"; filename="meeting.mp4"\r\ncontent-type: video/mp4\r\n\r\n`)
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`)
  const padding = Buffer.alloc(paddingBytes)
  padding.writeUInt32BE(paddingBytes, 0)
  padding.write('free', 4, 'latin1')
  randomBytes(Math.min(64, paddingBytes - 8)).copy(padding, 8)
  const parts = [head, start, padding, tail]
  const bytes = parts.reduce((sum, part) => sum + part.length, 0)
  return { body: Readable.from(paced(parts, signal), { objectMode: false }), type: `multipart/form-data; boundary=${boundary}`, bytes, seconds: bytes / bytesPerSecond }
}

async function* paced(parts: Buffer[], signal: AbortSignal): AsyncGenerator<Buffer> {
  const startedAt = performance.now()
  let sent = 0
  for (const part of parts) {
    for (let at = 0; at < part.length; at += chunkBytes) {
      const chunk = part.subarray(at, at + chunkBytes)
      sent += chunk.length
      const dueMs = sent / bytesPerSecond * 1000 - (performance.now() - startedAt)
      if (dueMs > 0) await sleep(dueMs, undefined, { signal })
      yield chunk
    }
  }
}
