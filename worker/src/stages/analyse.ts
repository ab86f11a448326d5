import type { Transcript } from '@f2l/common/contracts/transcript.ts'
import type { Analysis, MediaInfo } from '../plan/facts.ts'
import { isLong } from '../plan/long-recording.ts'
import { encodeLevels } from '../plan/sound-levels.ts'
import { encodeTimbre } from '../plan/timbre.ts'
import type { FfmpegTools } from '../tools/ffmpeg.ts'
import { inOwnProcess, type ProcessContext } from '../tools/own-process.ts'
import { makePacketShelf, type PacketShelf } from '../tools/packet-shelf.ts'
import { runLimited, type Task } from '../tools/run-limited.ts'
import type { Seen } from './analyse/find-picture.ts'
import type { Heard } from './analyse/listen.ts'
import type { ListenTask } from './analyse/listen.main.ts'
import type { LookTask } from './analyse/look.main.ts'
import type { NamesTask } from './analyse/names.main.ts'
import { findScreenMotion } from './analyse/screen-motion.ts'

export interface AnalyseInput {
  sourcePath: string
  media: MediaInfo
  transcript: Transcript
  /** Only a bubble needs to know whose face is whose, and when the picture is laid out how; default: there is one. */
  hasBubble?: boolean
  /** Scratch folder; it must exist. */
  folder: string
}
export interface AnalyseContext {
  tools: FfmpegTools
  packets?: PacketShelf
  signal: AbortSignal
  /** How much is done, 0..1. */
  report(fraction: number): void
}

/**
 * Finds where somebody speaks, how loud it is, whose faces are to be seen, which face belongs to which speaker, and where
 * something is shown without a word. Sound and picture are read side by side (one after the other in a long recording), each in
 * a process of its own that gives its memory back at its end (names, where they are needed, in another one after looking): the
 * models are never held beside the render.
 */
export async function analyse(input: AnalyseInput, { tools, packets = makePacketShelf(tools), signal, report }: AnalyseContext): Promise<Analysis> {
  const { sourcePath, media } = input
  const { video, durationSeconds } = media
  let heard: Heard = { speech: [], levels: new Int8Array(0), timbre: new Uint8Array(0), loudness: null }
  let seen: Omit<Seen, 'open'> = { faces: [], layoutChanges: [], speakerFaces: {}, times: [], grids: [] }
  const parts: Task[] = [
    { weight: 1, work: async context => { heard = await hear(input, tools, context) ?? heard } },
    { weight: 2, work: async context => { seen = await see(input, tools, packets, context) ?? seen } },
  ]
  await runLimited(parts, isLong(media) ? 1 : parts.length, signal, report)
  const { levels, timbre, ...sound } = heard
  const { times, grids, ...picture } = seen
  const screenMotion = video && sound.speech.length > 0
    ? await findScreenMotion({ path: sourcePath, ...video, durationSeconds, speech: sound.speech, faces: picture.faces, times, grids }, { tools, signal })
    : []
  return { ...sound, levels: encodeLevels(levels), timbre: encodeTimbre(timbre), ...picture, screenMotion }
}

async function hear({ sourcePath, media: { audio, durationSeconds } }: AnalyseInput, tools: FfmpegTools, context: ProcessContext): Promise<Heard | null> {
  if (!audio) return null
  const task: ListenTask = { input: { path: sourcePath, streamIndex: audio.streamIndex, durationSeconds }, tools }
  return inOwnProcess(new URL('./analyse/listen.main.ts', import.meta.url), task, { ...context, environment: tools.environment })
}

async function see({ sourcePath, folder, hasBubble = true, transcript: { cues }, media: { video, durationSeconds } }: AnalyseInput, tools: FfmpegTools, shelf: PacketShelf, context: ProcessContext): Promise<Omit<Seen, 'open'> | null> {
  if (!video) return null
  const { streamIndex, width, height } = video
  const picture = { path: sourcePath, streamIndex, width, height }
  const packets = await shelf.list(sourcePath, String(streamIndex), context.signal)
  const task: LookTask = { input: { ...picture, packets, durationSeconds, folder, cues, hasBubble }, tools }
  const { open, ...seen } = await inOwnProcess<LookTask, Seen>(new URL('./analyse/look.main.ts', import.meta.url), task, { ...context, environment: tools.environment })
  if (open === null) return seen
  const names: NamesTask = { input: { ...picture, open }, tools }
  // The bar stands still for the second that this takes.
  return { ...seen, speakerFaces: await inOwnProcess(new URL('./analyse/names.main.ts', import.meta.url), names, { ...context, report: () => undefined, environment: tools.environment }) }
}
