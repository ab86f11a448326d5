import type { Transcript } from '@f2l/common/contracts/transcript.ts'
import type { Analysis, MediaInfo } from '../plan/facts.ts'
import { encodeLevels } from '../plan/sound-levels.ts'
import { encodeTimbre } from '../plan/timbre.ts'
import type { FfmpegTools } from '../tools/ffmpeg.ts'
import { inOwnThread } from '../tools/own-thread.ts'
import type { Seen } from './analyse/find-picture.ts'
import type { Heard } from './analyse/listen.ts'
import type { ListenTask } from './analyse/listen-thread.ts'
import type { LookTask } from './analyse/look-thread.ts'
import { findScreenMotion } from './analyse/screen-motion.ts'

export interface AnalyseInput {
  sourcePath: string
  media: MediaInfo
  transcript: Transcript
  /** Scratch folder; it must exist. */
  folder: string
}
export interface AnalyseContext {
  tools: FfmpegTools
  signal: AbortSignal
  /** How much is done, 0..1. */
  report(fraction: number): void
}

/**
 * Finds where somebody speaks, how loud it is, whose faces are to be seen, which face belongs to which speaker, and where
 * something is shown without a word. Sound and picture are read side by side, each in a thread of its own that gives
 * its memory back at its end: the models are never held beside the render.
 */
export async function analyse(input: AnalyseInput, { tools, signal, report }: AnalyseContext): Promise<Analysis> {
  const { sourcePath, media: { audio, video, durationSeconds } } = input
  const failed = new AbortController()
  const context = { tools, signal: AbortSignal.any([signal, failed.signal]), report: meanOf([audio, video].filter(Boolean).length, report) }
  const [{ levels, timbre, ...heard }, { times, grids, ...seen }] = await bothOf([hear(input, context), see(input, context)], failed)
  const screenMotion = video && heard.speech.length > 0
    ? await findScreenMotion({ path: sourcePath, ...video, durationSeconds, speech: heard.speech, faces: seen.faces, times, grids }, { tools, signal })
    : []
  report(1)
  return { ...heard, levels: encodeLevels(levels), timbre: encodeTimbre(timbre), ...seen, screenMotion }
}

async function hear({ sourcePath, media: { audio, durationSeconds } }: AnalyseInput, { tools, signal, report }: PartContext): Promise<Heard> {
  if (!audio) return { speech: [], levels: new Int8Array(0), timbre: new Uint8Array(0), loudness: null }
  const task: ListenTask = { input: { path: sourcePath, streamIndex: audio.streamIndex, durationSeconds }, tools }
  return inOwnThread(new URL('./analyse/listen-thread.ts', import.meta.url), task, { signal, report: report(), environment: tools.environment })
}

async function see({ sourcePath, folder, transcript: { cues }, media: { video, durationSeconds } }: AnalyseInput, { tools, signal, report }: PartContext): Promise<Seen> {
  if (!video) return { faces: [], layoutChanges: [], speakerFaces: {}, times: [], grids: [] }
  const { streamIndex, width, height } = video
  const task: LookTask = { input: { path: sourcePath, streamIndex, width, height, durationSeconds, folder, cues }, tools }
  return inOwnThread(new URL('./analyse/look-thread.ts', import.meta.url), task, { signal, report: report(), environment: tools.environment })
}

interface PartContext { tools: FfmpegTools; signal: AbortSignal; /** Makes a part's own. */ report(): (fraction: number) => void }

/** Where one fails the other is stopped, and has ended before that is told. */
async function bothOf<A, B>(parts: [Promise<A>, Promise<B>], failed: AbortController): Promise<[A, B]> {
  const stopOther = (error: unknown): never => {
    failed.abort(error)
    throw error
  }
  const [a, b] = await Promise.allSettled([parts[0].catch(stopOther), parts[1].catch(stopOther)])
  if (a.status === 'rejected' || b.status === 'rejected') throw failed.signal.reason
  return [a.value, b.value]
}

/** Parts that go on side by side are as far as their mean is. */
function meanOf(count: number, report: (fraction: number) => void): () => (fraction: number) => void {
  const fractions: number[] = []
  return () => {
    const part = fractions.push(0) - 1
    return fraction => {
      fractions[part] = fraction
      report(fractions.reduce((sum, one) => sum + one, 0) / count)
    }
  }
}
