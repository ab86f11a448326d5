import type { FfmpegTools } from './ffmpeg.ts'
import { freeMemory } from './free-memory.ts'
import { serveProcess } from './own-process.ts'
import { cacheOf } from './render-cache.ts'
import { makeSoundTrack } from './sound-track.ts'
import type { SoundTask } from './sound-process.ts'

/** In a second some 30 MB of sound pass through. */
const freeEveryMs = 1000

/** Entry of the process that makes the sound of a long recording. */
await serveProcess<{ task: SoundTask; tools: FfmpegTools }, null>(async ({ task: { cachePlace, ...track }, tools }, { signal, report }) => {
  const timer = setInterval(freeMemory, freeEveryMs)
  try {
    await makeSoundTrack({ ...track, cache: cacheOf(cachePlace) }, { tools, signal, onProgress: report })
    return null
  } finally {
    clearInterval(timer)
  }
})
