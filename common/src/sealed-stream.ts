import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError } from './errors.ts'

/**
 * Files that are sealed as a whole, of any length up to 64 GiB (the limit of AES-GCM), without being held in memory:
 * `F2LB · version · salt · nonce · ciphertext · tag`, AES-256-GCM with a key of its own for each file.
 */
const magic = Buffer.from('F2LB\x01', 'latin1')
const saltBytes = 16
const nonceBytes = 12
const tagBytes = 16
const headBytes = magic.length + saltBytes + nonceBytes
/** Of what is sealed, in bytes; more would break AES-GCM. */
const most = 2 ** 36 - 32

/** What a file is and whose: it opens as nothing else. */
export type FilePlace = readonly string[]
/** Of the sealed file as it lies on the disk. */
export interface SealedFile { sha256: string; plainBytes: number }

/** Seals what comes into a new file, which is flushed when this answers; one that breaks off leaves nothing. */
export async function sealToFile(key: Uint8Array, place: FilePlace, source: Readable, path: string): Promise<SealedFile> {
  const salt = randomBytes(saltBytes)
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', fileKey(key, salt), nonce, { authTagLength: tagBytes })
  cipher.setAAD(associated(place))
  const hash = createHash('sha256')
  let plainBytes = 0
  async function* sealed(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    yield Buffer.concat([magic, salt, nonce])
    for await (const piece of pieces) {
      plainBytes += piece.length
      if (plainBytes > most) throw new AppError('input.too_large', 'A file of more than 64 GiB cannot be sealed.')
      yield cipher.update(piece)
    }
    yield Buffer.concat([cipher.final(), cipher.getAuthTag()])
  }
  async function* hashed(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const piece of pieces) {
      hash.update(piece)
      yield piece
    }
  }
  await orNothing(path, pipeline(source, sealed, hashed, createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true })))
  return { sha256: hash.digest('hex'), plainBytes }
}

/**
 * Opens a sealed file into a new one, which is flushed when this answers. What does not fit its key or place to the last byte leaves nothing.
 * @throws AppError `secret.unreadable`
 */
export async function openToFile(key: Uint8Array, place: FilePlace, sealedPath: string, path: string): Promise<void> {
  const { decipher, start, end } = await prepareToOpen(key, place, sealedPath)
  // A stream's `end` is inclusive, and an empty file has no last byte.
  const source = end > start ? createReadStream(sealedPath, { start, end: end - 1 }) : []
  await orNothing(path, pipeline(source, decipher, createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true })).catch(asUnreadable))
}

/** The hash of a file as it lies on the disk, as `sealToFile` told it. */
export async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

async function prepareToOpen(key: Uint8Array, place: FilePlace, path: string) {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    if (size < headBytes + tagBytes) throw unreadable('is too short')
    const head = Buffer.alloc(headBytes)
    const tag = Buffer.alloc(tagBytes)
    await file.read(head, 0, headBytes, 0)
    await file.read(tag, 0, tagBytes, size - tagBytes)
    if (!head.subarray(0, magic.length).equals(magic)) throw unreadable('is not one of ours')
    const salt = head.subarray(magic.length, magic.length + saltBytes)
    const decipher = createDecipheriv('aes-256-gcm', fileKey(key, salt), head.subarray(magic.length + saltBytes), { authTagLength: tagBytes })
    decipher.setAAD(associated(place))
    decipher.setAuthTag(tag)
    return { decipher, start: headBytes, end: size - tagBytes }
  }
  finally {
    await file.close()
  }
}

async function orNothing(path: string, written: Promise<void>): Promise<void> {
  await written.catch(async (error: unknown) => {
    // What was there before we came is not ours.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) await rm(path, { force: true })
    throw error
  })
}

function asUnreadable(error: unknown): never {
  throw error instanceof Error && 'code' in error && error.code !== 'ERR_OSSL_EVP_BAD_DECRYPT' ? error : unreadable('does not fit its key or its place, or was changed', error)
}

function fileKey(key: Uint8Array, salt: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, 'fathom-to-loom sealed file', 32))
}

function associated(place: FilePlace): Buffer {
  return Buffer.from(JSON.stringify(place), 'utf8')
}

function unreadable(why: string, cause?: unknown): AppError {
  return new AppError('secret.unreadable', `A sealed file cannot be opened: it ${why}.`, cause === undefined ? {} : { cause })
}
