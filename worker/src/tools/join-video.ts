import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { runFfmpeg, type FfmpegInput, type FfmpegTools } from './ffmpeg.ts'
import { fragmentedMp4, type PictureTrack, type TimedFrame } from './fragmented-mp4.ts'

export interface VideoParts extends BesidePicture {
  /** In the order of the output; names inside the folder. */
  chunks: { name: string; frames: number }[]
}

/** What stands in the file beside its picture. */
export interface BesidePicture {
  soundPath: string
  frameRate: EditPlan['frameRate']
  title: string
  /** Output seconds. */
  chapters: { start: number; title: string }[]
  outputSeconds: number
}

/** Puts finished chunks, sound and chapters into one MP4 without encoding anything again. */
export async function joinVideo(parts: VideoParts, folder: string, path: string, tools: FfmpegTools, signal: AbortSignal): Promise<void> {
  const list = join(folder, 'chunks.ffconcat')
  await writeFile(list, concatList(parts))
  await mux({ picture: { path: list, options: ['-f', 'concat', '-safe', '0'] }, pictureOptions: [], beside: parts, folder, path }, tools, { signal })
}

/** The same for a picture of packets that come one by one. */
export async function joinFrames(track: PictureTrack, frames: AsyncIterable<TimedFrame>, beside: BesidePicture, folder: string, path: string, tools: FfmpegTools, signal: AbortSignal): Promise<void> {
  // The first frame is shown at 0; those that are decoded long before they are shown have times below.
  const pictureOptions = ['-bsf:v', 'setts=pts=PTS-STARTPTS:dts=DTS-STARTPTS']
  await mux({ picture: { path: 'pipe:0', options: ['-f', 'mp4'] }, pictureOptions, beside, folder, path }, tools, { signal, input: fragmentedMp4(track, frames) })
}

interface Mux { picture: FfmpegInput; pictureOptions: string[]; beside: BesidePicture; folder: string; path: string }

async function mux({ picture, pictureOptions, beside, folder, path }: Mux, tools: FfmpegTools, run: { signal: AbortSignal; input?: AsyncIterable<Uint8Array> }): Promise<void> {
  const metadata = join(folder, 'metadata.txt')
  await writeFile(metadata, metadataText(beside))
  await rm(`${path}.part`, { force: true })
  await runFfmpeg(tools, {
    inputs: [
      picture,
      { path: beside.soundPath },
      { path: metadata, options: ['-f', 'ffmetadata'] },
    ],
    outputs: [{
      path: `${path}.part`,
      options: ['-map', '0:v:0', '-map', '1:a:0', '-map_metadata', '2', '-map_chapters', '2', '-c', 'copy', '-tag:v', 'avc1',
        ...pictureOptions, '-video_track_timescale', String(trackTimescale(beside.frameRate)), '-movflags', '+faststart', '-f', 'mp4'],
    }],
  }, { ...run, task: 'putting the video together' })
  await rename(`${path}.part`, path)
}

/** A clock on which every frame lasts a whole number of ticks. */
export function trackTimescale({ num }: EditPlan['frameRate']): number {
  return num * Math.max(1, Math.ceil(12_000 / num))
}

function concatList({ chunks, frameRate }: VideoParts): string {
  const micros = (frames: number): number => Math.round(1_000_000 * frames * frameRate.den / frameRate.num)
  let frames = 0
  const lines = chunks.map(chunk => {
    const from = micros(frames)
    frames += chunk.frames
    // Rounded from the start of all, so that nothing adds up over chunks.
    return `file '${chunk.name}'\nduration ${((micros(frames) - from) / 1_000_000).toFixed(6)}`
  })
  return `ffconcat version 1.0\n${lines.join('\n')}\n`
}

function metadataText({ title, chapters, outputSeconds }: BesidePicture): string {
  const milliseconds = (seconds: number): number => Math.round(1000 * seconds)
  const blocks = chapters.map(({ start, title: name }, index) =>
    `[CHAPTER]\nTIMEBASE=1/1000\nSTART=${milliseconds(start)}\nEND=${milliseconds(chapters[index + 1]?.start ?? outputSeconds)}\ntitle=${escapeMetadata(name)}`)
  return [';FFMETADATA1', `title=${escapeMetadata(title)}`, ...blocks, ''].join('\n')
}

/** `=`, `;`, `#`, `\` and line ends have a meaning in ffmpeg's metadata files. */
function escapeMetadata(text: string): string {
  return text.replace(/\s+/g, ' ').trim().replace(/[=;#\\]/g, sign => `\\${sign}`)
}
