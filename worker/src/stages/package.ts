import { link, mkdir, rm, writeFile } from 'node:fs/promises'
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { withShownNames } from '@f2l/common/contracts/shown-speakers.ts'
import { makeTimeMap } from '@f2l/common/contracts/time-map.ts'
import type { Transcript } from '@f2l/common/contracts/transcript.ts'
import { writeChaptersVtt, writeSrt, writeTranscriptJson, writeVtt } from '@f2l/common/transcript-formats/write-captions.ts'
import { captionsOf } from '@f2l/common/captions/caption-lines.ts'
import { chaptersOf } from '../plan/chapters.ts'
import type { FfmpegTools } from '../tools/ffmpeg.ts'
import { makePacketShelf, type PacketShelf } from '../tools/packet-shelf.ts'
import { makePoster } from '../tools/poster.ts'
import { makePreview } from '../tools/preview.ts'
import { runLimited } from '../tools/run-limited.ts'
import { makeStoryboard } from '../tools/storyboard.ts'

export interface PackageInput {
  videoPath: string
  plan: EditPlan
  transcript: Transcript
  /** Gets exactly the files that a person is given. */
  folder: string
}

export interface PackageContext { tools: FfmpegTools; packets?: PacketShelf; signal: AbortSignal; report(fraction: number): void }

/** What a finished video consists of, by role; captions are missing where nobody's words are known. */
export type PackageRole = 'video' | 'captionsVtt' | 'captionsSrt' | 'transcript' | 'chaptersVtt' | 'poster' | 'preview' | 'storyboard' | 'storyboardVtt' | 'plan'
export type PackagedFiles = Partial<Record<PackageRole, string>> & { video: string }

/** Everything that goes with the video: captions, chapters, transcript, poster, moving preview, storyboard, plan. */
export async function packageVideo(input: PackageInput, { tools, packets: shelf = makePacketShelf(tools), signal, report }: PackageContext): Promise<PackagedFiles> {
  const { videoPath, plan, transcript, folder } = input
  await mkdir(folder, { recursive: true })
  const at = (name: string): string => join(folder, name)
  await place(videoPath, at('video.mp4'))
  const { outputSeconds } = makeTimeMap(plan)
  const begins = plan.titleCard.frames * plan.frameRate.den / plan.frameRate.num
  const packets = await shelf.list(at('video.mp4'), 'v:0', signal)
  await runLimited([
    { weight: 1, work: task => makePreview(videoPath, packets, begins, outputSeconds, at('preview.gif'), tools, task.signal) },
    { weight: 1, work: task => makePoster(videoPath, packets, begins, outputSeconds, at('poster.jpg'), tools, task.signal) },
    { weight: 1, work: task => makeStoryboard({ videoPath, packets, size: plan.layout, seconds: outputSeconds, picturePath: at('storyboard.jpg'), vttPath: at('storyboard.vtt') }, tools, task.signal) },
  ], 2, signal, fraction => report(0.9 * fraction))
  const captions = await writeCaptions(plan, at)
  await writeFile(at('chapters.vtt'), writeChaptersVtt(chaptersOf(plan), outputSeconds))
  await writeFile(at('transcript.json'), writeTranscriptJson({ ...transcript, cues: withShownNames(transcript.cues, plan.speakers) }))
  await writeFile(at('plan.json'), `${JSON.stringify(plan, null, 2)}\n`)
  return {
    video: at('video.mp4'), ...captions, transcript: at('transcript.json'), chaptersVtt: at('chapters.vtt'),
    poster: at('poster.jpg'), preview: at('preview.gif'), storyboard: at('storyboard.jpg'), storyboardVtt: at('storyboard.vtt'), plan: at('plan.json'),
  }
}

/** The same bytes under a second name where the disk can, else a copy. */
async function place(from: string, to: string): Promise<void> {
  await rm(to, { force: true })
  await link(from, to).catch(() => copyFile(from, to))
}

/** Both formats are written also when empty, so that a script finds the same files each time; only real ones get a role. */
async function writeCaptions(plan: EditPlan, at: (name: string) => string): Promise<PackagedFiles | object> {
  if (plan.captions === 'none') return {}
  const cues = captionsOf(plan).map(({ start, end, lines, speaker }) => ({ start, end, speaker, text: lines.join('\n') }))
  await writeFile(at('captions.vtt'), writeVtt(cues))
  // SubRip has no voice tags: the lines themselves name each new speaker.
  await writeFile(at('captions.srt'), writeSrt(cues.map(cue => ({ ...cue, speaker: null }))))
  return cues.length === 0 ? {} : { captionsVtt: at('captions.vtt'), captionsSrt: at('captions.srt') }
}
