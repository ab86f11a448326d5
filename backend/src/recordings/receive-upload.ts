import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import busboy from 'busboy'
import { askedOptions, type AskedOptions } from '@f2l/common/contracts/api.ts'
import { objectKey, type ObjectKey } from '@f2l/common/contracts/ids.ts'
import { AppError, toAppError } from '@f2l/common/errors.ts'
import type { ObjectStore } from '@f2l/common/object-store.ts'
import { parseTranscript } from '@f2l/common/transcript-formats/parse-transcript.ts'
import { displayName } from './file-name.ts'
import { randomName } from './new-ids.ts'
import { requireMediaStart, sniffedBytes } from './sniff-media.ts'

const maxTranscriptBytes = 10 * 1024 * 1024
const maxOptionBytes = 20 * 1024
/** Boundaries, part headers and the options around the files. */
const formOverheadBytes = 1024 * 1024

export interface ReceivedFile { key: ObjectKey; sha256: string; fileName: string; title: string }
export interface ReceivedUpload { options: AskedOptions; media: ReceivedFile; transcript: ReceivedFile | null }
export interface ReceiveDeps { store: ObjectStore; maxUploadBytes: number }

/**
 * Streams a multipart upload into a folder of the object store (it ends with a slash). Whatever goes
 * wrong, on our side or because the person closed the page, nothing of it stays stored.
 * @throws AppError `file.empty`, `file.not_media`, `file.too_large`, `transcript.unreadable`, `input.invalid`
 */
export async function receiveUpload(deps: ReceiveDeps, folder: string, request: IncomingMessage): Promise<ReceivedUpload> {
  if (Number(request.headers['content-length'] ?? 0) > deps.maxUploadBytes + maxTranscriptBytes + formOverheadBytes) throw tooLarge(deps.maxUploadBytes)
  const form = new UploadForm(deps, folder)
  try {
    await form.read(request)
    return form.result()
  } catch (error) {
    await form.discard()
    throw error
  }
}

/** Deletes what was stored of an upload that is not wanted after all. */
export async function discardUpload(store: ObjectStore, { media, transcript }: ReceivedUpload): Promise<void> {
  await store.delete(media.key)
  if (transcript) await store.delete(transcript.key)
}

class UploadForm {
  readonly #deps: ReceiveDeps
  readonly #folder: string
  readonly #abort = new AbortController()
  readonly #works: Promise<void>[] = []
  readonly #stored: ObjectKey[] = []
  readonly #begun = new Set<string>()
  #options: AskedOptions = {}
  #media: ReceivedFile | null = null
  #transcript: ReceivedFile | null = null

  constructor(deps: ReceiveDeps, folder: string) {
    this.#deps = deps
    this.#folder = folder
  }

  /** Reads the whole form, or stops at the first thing that is wrong with it. */
  async read(request: IncomingMessage): Promise<void> {
    const parser = makeParser(request)
    try {
      await new Promise<void>((resolve, reject) => {
        parser.on('field', (name, value, { valueTruncated }) => attempt(reject, () => this.#takeField(name, value, valueTruncated)))
        parser.on('file', (name, stream, { filename }) => {
          const work = this.#takeFile(name, stream, filename ?? '')
          this.#works.push(work)
          work.catch(reject)
        })
        for (const limit of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const) parser.on(limit, () => reject(badForm()))
        parser.once('error', error => reject(new AppError('input.invalid', 'The upload broke off or is not a form. Please try again.', { cause: error })))
        parser.once('close', resolve)
        request.once('close', () => { if (!request.complete) reject(brokenOff()) })
        request.pipe(parser)
      })
      await Promise.all(this.#works)
    } catch (error) {
      request.unpipe(parser)
      this.#abort.abort()
      parser.on('error', () => { /* it was given up: the first reason is the one that counts */ })
      parser.destroy()
      throw error
    }
  }

  result(): ReceivedUpload {
    if (!this.#media) throw new AppError('file.empty', 'No recording was uploaded. Please choose a video or audio file.')
    return { options: this.#options, media: this.#media, transcript: this.#transcript }
  }

  async discard(): Promise<void> {
    await Promise.allSettled(this.#works)
    for (const key of this.#stored) await this.#deps.store.delete(key)
  }

  #takeField(name: string, value: string, isTruncated: boolean): void {
    if (name !== 'options') return
    const parsed = isTruncated ? null : askedOptions.safeParse(jsonOf(value))
    if (!parsed?.success) throw new AppError('input.invalid', 'The options of this upload cannot be read.')
    this.#options = parsed.data
  }

  async #takeFile(name: string, stream: Readable, fileName: string): Promise<void> {
    // A stream that is given up still ends with an error of its own.
    stream.on('error', () => { /* the reader of the stream gets it too */ })
    if ((name !== 'media' && name !== 'transcript') || this.#begun.has(name)) throw badForm()
    this.#begun.add(name)
    if (name === 'media') this.#media = await this.#takeMedia(stream, fileName)
    else this.#transcript = await this.#takeTranscript(stream, fileName)
  }

  async #takeMedia(stream: Readable, given: string): Promise<ReceivedFile> {
    const hash = createHash('sha256')
    const body = Readable.from(mediaOnly(stream, hash, this.#deps.maxUploadBytes), { objectMode: false })
    const key = await this.#put('media', body)
    return { key, sha256: hash.digest('hex'), ...displayName(given, 'Recording') }
  }

  /** Read whole and understood before anything is queued: a wrong file is told at once. An empty choice is none. */
  async #takeTranscript(stream: Readable, given: string): Promise<ReceivedFile | null> {
    const bytes = await buffer(capped(stream, maxTranscriptBytes))
    if (bytes.length === 0 && given === '') return null
    if (bytes.length === 0) throw new AppError('transcript.unreadable', 'The transcript file is empty. Please choose it again, or upload without one.')
    parseTranscript(bytes)
    const key = await this.#put('transcript', Readable.from([bytes]))
    return { key, sha256: createHash('sha256').update(bytes).digest('hex'), ...displayName(given, 'Transcript') }
  }

  async #put(role: string, body: Readable): Promise<ObjectKey> {
    const key = objectKey.parse(`${this.#folder}${role}-${randomName()}`)
    await this.#deps.store.put(key, body, this.#abort.signal)
    this.#stored.push(key)
    return key
  }
}

function makeParser(request: IncomingMessage): busboy.Busboy {
  try {
    return busboy({
      headers: request.headers, defParamCharset: 'utf8',
      limits: { fields: 4, fieldSize: maxOptionBytes, fieldNameSize: 100, files: 2, parts: 6, headerPairs: 50 },
    })
  } catch (error) {
    throw new AppError('input.invalid', 'An upload must be a form (multipart/form-data).', { cause: error })
  }
}

/** Passes the bytes on once the first of them look like media, and stops where there are too many. */
async function* mediaOnly(stream: Readable, hash: ReturnType<typeof createHash>, maxBytes: number): AsyncGenerator<Buffer> {
  let start: Buffer | null = Buffer.alloc(0)
  let size = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) throw tooLarge(maxBytes)
    hash.update(chunk)
    const ready: Buffer = start ? Buffer.concat([start, chunk]) : chunk
    if (start && ready.length < sniffedBytes) {
      start = ready
      continue
    }
    if (start) requireMediaStart(ready.subarray(0, sniffedBytes))
    start = null
    yield ready
  }
  if (start) requireMediaStart(start)
  if (start) yield start
}

async function* capped(stream: Readable, maxBytes: number): AsyncGenerator<Buffer> {
  let size = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) throw new AppError('file.too_large', `A transcript may have at most ${maxBytes / 1024 / 1024} MB.`)
    yield chunk
  }
}

function attempt(reject: (error: AppError) => void, work: () => void): void {
  try {
    work()
  } catch (error) {
    reject(toAppError(error))
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function tooLarge(maxBytes: number): AppError {
  return new AppError('file.too_large', `This file is too large: at most ${Math.floor(maxBytes / 1024 / 1024).toLocaleString('en')} MB can be uploaded.`)
}

function badForm(): AppError {
  return new AppError('input.invalid', 'An upload has the field `options`, one file `media` and at most one file `transcript`.')
}

function brokenOff(): AppError {
  return new AppError('input.invalid', 'The upload broke off. Please try again.')
}
