import { createHash } from 'node:crypto'
import { mkdir, rename, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { z } from 'zod'
import { objectKey, type ObjectKey } from '@f2l/common/contracts/ids.ts'
import type { SourceSpec } from '@f2l/common/contracts/internal-api.ts'
import { meetingNotes, transcript, type MeetingNotes } from '@f2l/common/contracts/transcript.ts'
import { downloadToFile } from '@f2l/common/download-to-file.ts'
import { AppError } from '@f2l/common/errors.ts'
import { parseFathomLink } from '@f2l/common/fathom/link.ts'
import { readSharePage } from '@f2l/common/fathom/share-page.ts'
import type { ObjectStore } from '@f2l/common/object-store.ts'
import type { SafeFetch } from '@f2l/common/safe-fetch.ts'
import { fetchAccountRecording } from '../tools/fathom-account.ts'
import type { FfmpegTools } from '../tools/ffmpeg.ts'
import { hashFile } from '../tools/hash-file.ts'
import { downloadHls } from '../tools/hls-download.ts'
import { requireMedia, sniffFile } from '../tools/magic-bytes.ts'
import { withTimesFromZero } from '../tools/times-from-zero.ts'

/** Where a recording comes from; `file` is a path on this machine and only ever comes from the command line. */
export type IngestSource = SourceSpec | { kind: 'file'; path: string; transcriptPath: string | null }

export const ingested = z.object({
  /** An absolute path. Never write to it: it may be the person's own file. */
  path: z.string(),
  /** For showing, not for opening. */
  fileName: z.string(),
  sha256: z.string(), sizeBytes: z.int(),
  notes: meetingNotes,
  transcript: transcript.nullable(),
  transcriptPath: z.string().nullable(),
  /** Where an earlier conversion stored it; absent when it was fetched for this one. */
  storedKey: objectKey.optional(),
})
export type Ingested = z.output<typeof ingested>

export interface IngestDeps {
  /** A folder of this job; what is fetched stays there, also half of it for the next attempt. */
  folder: string
  fetch: SafeFetch
  fathom: { shareUrl: string; apiUrl: string }
  tools: FfmpegTools
  maxBytes: number
  /** Needed for uploads only. */
  store?: ObjectStore
  /** Keeps the id of a Fathom download, so that a later attempt asks for the same. */
  noteDownload?(downloadId: string): Promise<void>
  /** Pause between two looks at a download that Fathom is making; after three looks the job goes back. */
  downloadPollSeconds?: number
}

export interface IngestContext { signal: AbortSignal; report(fraction: number): void }

type Fetched = Pick<Ingested, 'path' | 'fileName' | 'notes' | 'transcript' | 'transcriptPath'>

/**
 * Brings a recording onto this disk and makes sure that it is one.
 * @throws AppError with a sentence of its own for everything that can be wrong with a link, an account or a file;
 * `fathom.download_pending` (with `retryAfterSeconds`) asks for the job to wait without holding a worker
 */
export async function ingest(source: IngestSource, deps: IngestDeps, context: IngestContext): Promise<Ingested> {
  context.signal.throwIfAborted()
  await mkdir(deps.folder, { recursive: true })
  const fetched = await fetchSource(source, deps, { ...context, report: fraction => context.report(0.95 * fraction) })
  const { container } = await requireMedia(fetched.path)
  const { size } = await stat(fetched.path)
  if (size > deps.maxBytes) throw new AppError('file.too_large', `The file is larger than the ${Math.floor(deps.maxBytes / 1024 / 1024)} MB that are allowed.`)
  const path = container === 'matroska' ? await withTimesFromZero(fetched.path, deps.folder, deps.tools, context.signal) : fetched.path
  const sha256 = await hashFile(path, context.signal)
  context.report(1)
  return { ...fetched, path, sha256, sizeBytes: path === fetched.path ? size : (await stat(path)).size }
}

/** The source as an earlier conversion stored it, and the folder of this job. */
export interface StoredSource { key: ObjectKey; store: ObjectStore; folder: string }

/** A remembered result, as long as its files are still what they were; a source that only the store still has is taken from there. */
export async function restoreIngest(remembered: unknown, stored?: StoredSource): Promise<Ingested | undefined> {
  const found = ingested.safeParse(remembered).data
  if (found === undefined) return undefined
  const sizeBytes = await stat(found.path).then(file => file.size, () => null)
  const hasTranscript = found.transcriptPath === null || await stat(found.transcriptPath).then(() => true, () => false)
  if (sizeBytes === found.sizeBytes && hasTranscript) return found
  return stored === undefined ? undefined : await fromEarlier(found, stored)
}

/** A given transcript lies elsewhere in the store: a recording with one is fetched from there by ingest itself. */
async function fromEarlier(found: Ingested, { key, store, folder }: StoredSource): Promise<Ingested | undefined> {
  if (found.transcriptPath !== null || (await store.stat(key))?.sizeBytes !== found.sizeBytes) return undefined
  const path = join(folder, basename(found.path))
  await mkdir(folder, { recursive: true })
  await fromStore(store, key, path)
  return { ...found, path, storedKey: key }
}

function fetchSource(source: IngestSource, deps: IngestDeps, context: IngestContext): Promise<Fetched> {
  switch (source.kind) {
    case 'fathom-share': return fromShareLink(source.url, deps, context)
    case 'fathom-account': return fromAccount(source, deps, context)
    case 'url': return fromUrl(source.url, deps, context)
    case 'upload': return fromUpload(source, deps)
    case 'file': return fromFile(source)
  }
}

async function fromShareLink(link: string, deps: IngestDeps, context: IngestContext): Promise<Fetched> {
  const parsed = parseFathomLink(link, deps.fathom)
  if (parsed.kind === 'call') {
    throw new AppError('link.needs_account', 'This link opens only for the owner of the recording. Please connect your Fathom account, or use the share link (https://fathom.video/share/…).')
  }
  const meeting = await readSharePage(parsed.canonicalUrl, { fetch: deps.fetch, shareUrl: deps.fathom.shareUrl, signal: context.signal })
  const path = await fetchMedia(meeting.videoUrl, deps, context)
  return { path, fileName: fileNameOf(meeting.notes.title, path), notes: meeting.notes, transcript: meeting.transcript, transcriptPath: null }
}

async function fromAccount(source: Extract<SourceSpec, { kind: 'fathom-account' }>, deps: IngestDeps, context: IngestContext): Promise<Fetched> {
  const { notes, transcript: found, path: fetched } = await fetchAccountRecording(source, {
    ...deps, path: join(deps.folder, 'source.download'), pollSeconds: deps.downloadPollSeconds ?? 5,
  }, context)
  const path = await nameByContent(fetched)
  return { path, fileName: fileNameOf(notes.title, path), notes, transcript: found, transcriptPath: null }
}

async function fromUrl(url: string, deps: IngestDeps, context: IngestContext): Promise<Fetched> {
  const path = await fetchMedia(url, deps, context)
  const title = lastPart(url).replace(/\.[a-z0-9]{2,5}$/i, '') || null
  return { path, fileName: fileNameOf(title, path), notes: { ...noNotes, title }, transcript: null, transcriptPath: null }
}

async function fromUpload(source: Extract<SourceSpec, { kind: 'upload' }>, { store, folder }: IngestDeps): Promise<Fetched> {
  if (store === undefined) throw new AppError('config.invalid', 'Uploads need the object store, which is not set up here.')
  const media = join(folder, 'source.upload')
  await fromStore(store, source.mediaKey, media)
  const path = await nameByContent(media)
  const transcriptPath = source.transcriptKey === null ? null : join(folder, 'transcript.given')
  if (transcriptPath !== null) await fromStore(store, source.transcriptKey!, transcriptPath)
  return { path, fileName: shownName(source.fileName), notes: { ...noNotes, title: titleOf(source.fileName) }, transcript: null, transcriptPath }
}

/** The person's own file is used where it lies. */
async function fromFile(source: { path: string; transcriptPath: string | null }): Promise<Fetched> {
  const path = resolve(source.path)
  const transcriptPath = source.transcriptPath === null ? null : resolve(source.transcriptPath)
  await requireMedia(path)
  return { path, fileName: shownName(basename(path)), notes: { ...noNotes, title: titleOf(basename(path)) }, transcript: null, transcriptPath }
}

const noNotes: MeetingNotes = { title: null, recordedAt: null, participants: [], summaryMarkdown: null, actionItems: [], highlights: [] }

/** A media file or an HLS playlist, whatever the address turns out to give. */
async function fetchMedia(url: string, deps: IngestDeps, context: IngestContext): Promise<string> {
  const joined = join(deps.folder, 'source.mp4')
  const hls = (): Promise<string> => downloadHls(url, joined, { ...deps, ...context }).then(() => joined)
  if (new URL(url).pathname.toLowerCase().endsWith('.m3u8')) return await hls()
  const path = join(deps.folder, `source-${createHash('sha256').update(url).digest('hex').slice(0, 16)}.download`)
  await downloadToFile(deps.fetch, url, path, { maxBytes: deps.maxBytes, signal: context.signal, onProgress: (received, total) => context.report(total === null ? 0 : received / total) })
  const isPlaylist = (await sniffFile(path)).kind === 'playlist'
  // A playlist that calls itself something else is no recording.
  return isPlaylist && !/\.[a-z0-9]{2,5}$/i.test(new URL(url).pathname) ? await hls() : await nameByContent(path, 'What this address gives')
}

/** Some demuxers look at the name: it says what the content is. */
async function nameByContent(path: string, subject?: string): Promise<string> {
  const { extension } = await requireMedia(path, subject)
  const named = join(path, '..', `source.${extension}`)
  await rename(path, named)
  return named
}

async function fromStore(store: ObjectStore, key: Parameters<ObjectStore['toLocalFile']>[0], path: string): Promise<void> {
  const isThere = await stat(path).then(() => true, () => false)
  if (!isThere) await store.toLocalFile(key, path)
}

function lastPart(url: string): string {
  const part = new URL(url).pathname.split('/').at(-1) ?? ''
  try {
    return shownName(decodeURIComponent(part))
  } catch {
    return shownName(part)
  }
}

function titleOf(fileName: string): string | null {
  return shownName(fileName).replace(/\.[a-z0-9]{2,5}$/i, '').replace(/[_\s]+/g, ' ').trim() || null
}

function fileNameOf(title: string | null, path: string): string {
  return `${shownName(title ?? 'recording')}.${path.split('.').at(-1)!}`
}

/** A name that can be shown anywhere: no paths, no control or direction marks (`gpj.exe` read backwards), not endless. */
function shownName(name: string): string {
  const plain = name.replace(/[\p{Cc}\p{Cf}]/gu, '').split(/[/\\]/).at(-1)!.trim()
  return [...plain].slice(0, 120).join('') || 'recording'
}

