import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { access, mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { OfflineMeeting } from './offline-meeting.ts'

const run = promisify(execFile)

/** What ffmpeg makes of a meeting's media, each once: the HLS rendition and the thumbnail. */
export interface MediaCutter {
  /** Folder with `video.m3u8` and its segments. */
  hlsFolder(meeting: OfflineMeeting): Promise<string>
  /** Null for sound without a picture. */
  thumbnail(meeting: OfflineMeeting): Promise<string | null>
}

export function makeMediaCutter({ cacheFolder, ffmpegPath, segmentSeconds }: { cacheFolder: string; ffmpegPath: string; segmentSeconds: number }): MediaCutter {
  const jobs = new Map<string, Promise<string>>()
  const once = (path: string, make: (path: string) => Promise<void>): Promise<string> => {
    const job = jobs.get(path) ?? makeOnce(path, make)
    jobs.set(path, job)
    return job
  }
  return {
    hlsFolder: async meeting => await once(join(cacheFolder, `hls-${await mediaKey(meeting, segmentSeconds)}`), folder => cutHls(ffmpegPath, meeting, folder, segmentSeconds)),
    thumbnail: async meeting => (meeting.isAudioOnly ? null : await once(join(cacheFolder, `thumbnail-${await mediaKey(meeting)}.jpg`), path => takePicture(ffmpegPath, meeting, path))),
  }
}

/** Changed media is cut anew, although the cache folder outlives the server. */
async function mediaKey({ mediaPath }: OfflineMeeting, ...settings: number[]): Promise<string> {
  const { size, mtimeMs } = await stat(mediaPath)
  return createHash('sha256').update(JSON.stringify([mediaPath, size, mtimeMs, ...settings])).digest('hex').slice(0, 16)
}

/** Whole or not there: a run that was stopped half way leaves nothing that looks finished. */
async function makeOnce(path: string, make: (path: string) => Promise<void>): Promise<string> {
  const isThere = await access(path).then(() => true, () => false)
  if (isThere) return path
  const half = path.replace(/(\.[a-z]+)?$/, `.${process.pid}.half$1`)
  await rm(half, { recursive: true, force: true })
  await make(half)
  await rename(half, path)
  return path
}

async function cutHls(ffmpegPath: string, meeting: OfflineMeeting, folder: string, segmentSeconds: number): Promise<void> {
  await mkdir(folder, { recursive: true })
  await run(ffmpegPath, [
    '-nostdin', '-v', 'error', '-i', meeting.mediaPath, '-map', '0:v:0?', '-map', '0:a:0?', '-c', 'copy',
    '-f', 'hls', '-hls_time', String(segmentSeconds), '-hls_playlist_type', 'vod', '-hls_segment_filename', join(folder, 'segment-%04d.ts'), join(folder, 'video.m3u8'),
  ])
}

async function takePicture(ffmpegPath: string, meeting: OfflineMeeting, path: string): Promise<void> {
  await run(ffmpegPath, ['-nostdin', '-v', 'error', '-ss', String(meeting.durationSeconds / 3), '-i', meeting.mediaPath, '-frames:v', '1', '-vf', 'scale=640:-2', '-f', 'image2', '-update', '1', path])
}
