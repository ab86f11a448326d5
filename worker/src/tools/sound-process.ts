import { inOwnProcess } from './own-process.ts'
import type { CachePlace } from './render-cache.ts'
import type { SoundRun } from './encode-sound-part.ts'
import type { SoundTrack } from './sound-track.ts'

/** Sound comes from pipes in pieces of 8 to 64 KB: smaller than what is given back elsewhere. */
const givingAllBack = { MALLOC_MMAP_THRESHOLD_: String(8 * 1024) }

export interface SoundTask extends Omit<SoundTrack, 'cache'> { cachePlace: CachePlace | null }

/**
 * `makeSoundTrack` in a process of its own. Hours of sound pass through it in pieces that are garbage at once, and what they leave behind in its
 * memory would stay beside the whole render.
 */
export async function makeSoundTrackApart({ cache, ...track }: SoundTrack, { tools, signal, onProgress }: SoundRun): Promise<void> {
  // What is reported are seconds, here as there.
  const task: SoundTask = { ...track, cachePlace: cache.place }
  await inOwnProcess(new URL('./sound-process.main.ts', import.meta.url), { task, tools }, { environment: { ...tools.environment, ...givingAllBack }, signal, report: onProgress })
}
