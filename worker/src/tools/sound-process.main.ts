import type { FfmpegTools } from './ffmpeg.ts'
import { serveProcess } from './own-process.ts'
import { cacheOf } from './render-cache.ts'
import { makeSoundTrack } from './sound-track.ts'
import type { SoundTask } from './sound-process.ts'

/** Entry of the process that makes the sound of a long recording. */
await serveProcess<{ task: SoundTask; tools: FfmpegTools }, null>(async ({ task: { cachePlace, ...track }, tools }, { signal, report }) => {
  await makeSoundTrack({ ...track, cache: cacheOf(cachePlace) }, { tools, signal, onProgress: report })
  return null
})
