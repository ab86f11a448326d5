import { createDecipheriv, createHash } from 'node:crypto'
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '@f2l/common/errors.ts'
import { statusError } from '@f2l/common/download-to-file.ts'
import { retry } from '@f2l/common/retry.ts'
import type { SafeFetch } from '@f2l/common/safe-fetch.ts'
import { runFfmpeg, type FfmpegTools } from './ffmpeg.ts'
import { readPlaylist, type RemotePart, type RemotePlaylist, type RemoteSegment } from './hls-playlist.ts'
import { sniff } from './magic-bytes.ts'

export interface HlsDownloadOptions {
  fetch: SafeFetch
  tools: FfmpegTools
  /** Segments are kept here until the file is whole: a later call goes on with them. */
  folder: string
  /** All segments together. */
  maxBytes: number
  signal: AbortSignal
  /** 0..1 */
  report(fraction: number): void
}

/** Six connections were measured to be 2.8 times as fast as ffmpeg's one reader. */
const parallel = 6
/** Six of them are in memory at once; ten seconds of 4K are half of it. */
const largestSegmentBytes = 64 * 1024 * 1024
const tries = 5
/** The only demuxers that may read what was fetched. */
const segmentDemuxers = 'hls,mpegts,mov,aac,mp3'

/**
 * Fetches an HLS recording and writes it to `path` as MP4, without encoding anything anew. Every byte comes through
 * `fetch`; ffmpeg sees local files only.
 * @throws AppError of `SafeFetch`, `file.broken`, `file.not_media`, `file.too_large`
 */
export async function downloadHls(url: string, path: string, options: HlsDownloadOptions): Promise<void> {
  const { video, audio } = await findPlaylists(url, options)
  const folder = join(options.folder, `hls-${hashOf([url.split('?')[0], video.segments.length])}`)
  await mkdir(folder, { recursive: true })
  const budget = makeBudget(options.maxBytes)
  const total = video.segments.length + (audio?.segments.length ?? 0)
  let done = 0
  const tick = (): void => options.report(0.95 * ++done / total)
  const inputs = [await fetchRendition(video, join(folder, 'video'), options, budget, tick)]
  if (audio !== null) inputs.push(await fetchRendition(audio, join(folder, 'audio'), options, budget, tick))
  await remux(inputs, path, options)
  await rm(folder, { recursive: true, force: true })
  options.report(1)
}

async function findPlaylists(url: string, options: HlsDownloadOptions): Promise<{ video: RemotePlaylist; audio: RemotePlaylist | null }> {
  const first = await getPlaylist(url, options)
  if (first.kind === 'media') return { video: first.playlist, audio: null }
  const video = await getMedia(first.choice.videoUrl, options)
  return { video, audio: first.choice.audioUrl === null ? null : await getMedia(first.choice.audioUrl, options) }
}

async function getMedia(url: string, options: HlsDownloadOptions): Promise<RemotePlaylist> {
  const found = await getPlaylist(url, options)
  if (found.kind === 'media') return found.playlist
  throw new AppError('file.broken', 'The video\'s playlist leads to another list instead of a video. Please upload the file instead.')
}

async function getPlaylist(url: string, { fetch, signal }: HlsDownloadOptions): Promise<ReturnType<typeof readPlaylist>> {
  const { text, finalUrl } = await retry(async () => {
    const response = await fetch.request(url, { signal, maxBytes: 16 * 1024 * 1024 })
    if (response.status !== 200) {
      await response.discard()
      throw statusError(response.status, url)
    }
    return { text: await response.text(), finalUrl: response.url }
  }, { times: tries, delayMs: 300, signal })
  if (!text.trimStart().startsWith('#EXTM3U')) throw new AppError('file.not_media', 'This address gives no video. Please check the link or upload the file.')
  return readPlaylist(text, finalUrl)
}

/** Counts what all segments weigh together. */
interface Budget { spend(bytes: number): void }

function makeBudget(maxBytes: number): Budget {
  let spent = 0
  return {
    spend: bytes => {
      spent += bytes
      if (spent > maxBytes) throw new AppError('file.too_large', `The recording is larger than the ${Math.floor(maxBytes / 1024 / 1024)} MB that are allowed.`)
    },
  }
}

/** Fetches what is not yet there, and gives the path of a playlist of local files. */
async function fetchRendition(playlist: RemotePlaylist, folder: string, options: HlsDownloadOptions, budget: Budget, tick: () => void): Promise<string> {
  await mkdir(folder, { recursive: true })
  const keys = new Map<string, Promise<Buffer>>()
  const names = new Map<string, string>()
  for (const map of playlist.segments.flatMap(segment => segment.map ?? [])) {
    const identity = partIdentity(map)
    if (names.has(identity)) continue
    names.set(identity, `map-${names.size}.mp4`)
    await fetchPart(map, join(folder, names.get(identity)!), null, options, budget)
  }
  await inParallel(playlist.segments, parallel, async (segment, index) => {
    const key = segment.key === null ? null : { bytes: await (keys.get(segment.key.url) ?? rememberKey(keys, segment.key.url, options)), iv: segment.key.iv }
    await fetchPart(segment, join(folder, segmentName(segment, index)), key, options, budget)
    tick()
  })
  const path = join(folder, 'local.m3u8')
  await writeFile(path, localPlaylist(playlist, segment => (segment.map === null ? null : names.get(partIdentity(segment.map))!)))
  return path
}

function partIdentity({ url, range }: RemotePart): string {
  return `${url} ${range?.start ?? ''}`
}

function segmentName(segment: RemoteSegment, index: number): string {
  return `${String(index).padStart(6, '0')}.${segment.map === null ? 'ts' : 'mp4'}`
}

function rememberKey(keys: Map<string, Promise<Buffer>>, url: string, options: HlsDownloadOptions): Promise<Buffer> {
  const key = fetchBytes({ url, range: null }, 64, options).then(bytes => {
    if (bytes.length !== 16) throw new AppError('file.broken', 'The key of this video cannot be read. Please upload the file instead.')
    return bytes
  })
  keys.set(url, key)
  return key
}

/** One part, whole or not there. What an earlier call fetched stays. */
async function fetchPart(part: RemotePart, path: string, key: { bytes: Buffer; iv: Buffer } | null, options: HlsDownloadOptions, budget: Budget): Promise<void> {
  const there = await stat(path).then(found => found.size, () => null)
  if (there !== null) return budget.spend(there)
  const fetched = await fetchBytes(part, largestSegmentBytes, options)
  const bytes = key === null ? fetched : decrypt(fetched, key)
  budget.spend(bytes.length)
  const container = sniff(bytes.subarray(0, 1024))
  if (container.kind !== 'media' || !['mpegts', 'mp4', 'aac', 'mp3'].includes(container.container)) {
    throw new AppError('file.not_media', 'A part of this video is no video. Please check the link or upload the file.')
  }
  await writeFile(`${path}.part`, bytes)
  await rename(`${path}.part`, path)
}

async function fetchBytes({ url, range }: RemotePart, maxBytes: number, { fetch, signal }: HlsDownloadOptions): Promise<Buffer> {
  return await retry(async () => {
    const response = await fetch.request(url, { signal, maxBytes, totalTimeoutMs: 600_000, headers: range === null ? {} : { range: `bytes=${range.start}-${range.end}` } })
    if (response.status !== 200 && response.status !== 206) {
      await response.discard()
      throw statusError(response.status, url)
    }
    const chunks: Uint8Array[] = []
    for await (const chunk of response.body) chunks.push(chunk)
    const bytes = Buffer.concat(chunks)
    return range !== null && response.status === 200 ? bytes.subarray(range.start, range.end + 1) : bytes
  }, { times: tries, delayMs: 300, signal })
}

function decrypt(bytes: Buffer, { bytes: key, iv }: { bytes: Buffer; iv: Buffer }): Buffer {
  try {
    const decipher = createDecipheriv('aes-128-cbc', key, iv)
    return Buffer.concat([decipher.update(bytes), decipher.final()])
  } catch (cause) {
    throw new AppError('file.broken', 'A part of this video cannot be decrypted. Please upload the file instead.', { cause })
  }
}

/** Runs `work` over all items, a few at a time; the first failure ends it when the running ones are over. */
async function inParallel<T>(items: readonly T[], atOnce: number, work: (item: T, index: number) => Promise<void>): Promise<void> {
  let next = 0
  let failure: { thrown: unknown } | null = null
  const lane = async (): Promise<void> => {
    while (next < items.length && failure === null) {
      const index = next++
      try {
        await work(items[index]!, index)
      } catch (thrown) {
        failure ??= { thrown }
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  if (failure !== null) throw (failure as { thrown: unknown }).thrown
}

/** The playlist anew, with nothing in it but names that we gave. */
function localPlaylist({ targetDuration, segments }: RemotePlaylist, mapName: (segment: RemoteSegment) => string | null): string {
  const lines = ['#EXTM3U', '#EXT-X-VERSION:7', `#EXT-X-TARGETDURATION:${targetDuration}`, '#EXT-X-PLAYLIST-TYPE:VOD']
  let lastMap: string | null = null
  for (const [index, segment] of segments.entries()) {
    if (segment.isDiscontinuous) lines.push('#EXT-X-DISCONTINUITY')
    const map = mapName(segment)
    if (map !== null && map !== lastMap) lines.push(`#EXT-X-MAP:URI="${map}"`)
    lastMap = map
    lines.push(`#EXTINF:${segment.durationSeconds.toFixed(6)},`, segmentName(segment, index))
  }
  return `${[...lines, '#EXT-X-ENDLIST'].join('\n')}\n`
}

async function remux(playlists: string[], path: string, { tools, signal }: HlsDownloadOptions): Promise<void> {
  const inputOptions = ['-format_whitelist', segmentDemuxers, '-f', 'hls']
  const separateSound = ['-map', '0:v:0', '-map', '1:a:0']
  const together = ['-map', '0:v:0?', '-map', '0:a:0?']
  const part = `${path}.part`
  try {
    await runFfmpeg(tools, {
      inputs: playlists.map(playlist => ({ path: playlist, options: inputOptions })),
      outputs: [{ path: part, options: [...(playlists.length > 1 ? separateSound : together), '-c', 'copy', '-movflags', '+faststart', '-f', 'mp4'] }],
    }, { signal, task: 'putting the fetched video together', timeLimitSeconds: 3600 })
  } catch (thrown) {
    await rm(part, { force: true })
    signal.throwIfAborted()
    if (thrown instanceof AppError && thrown.code === 'tool.missing') throw thrown
    throw new AppError('file.broken', 'The video that Fathom sent cannot be put together. Please upload the file instead.', { cause: thrown })
  }
  await rename(part, path)
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16)
}
