import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Picture } from './face-detector.ts'
import { runFfmpeg, type FfmpegTools } from './ffmpeg.ts'
import { readFrameTimes } from './frame-times.ts'
import { makePictureJoiner } from './picture-joiner.ts'

export interface PictureRequest {
  path: string
  streamIndex: number
  /** Size of the pictures as displayed; the source is scaled to it. */
  width: number
  height: number
  /** At least this far apart, in seconds. */
  spacingSeconds: number
  /** Decode key frames only: a twentieth of the work. */
  keyFramesOnly: boolean
  /** A folder for the list of times; a file `picture-times.txt` is left in it. */
  folder: string
  signal: AbortSignal
  onPicture(picture: Picture, index: number): void | Promise<void>
}

/** Encoders begin a new picture group where all changes: such a key frame is not passed over, however close it is to the last one. */
const sceneChange = '+gt(scene,0.1)*gte(t-prev_selected_t,0.2)'

/**
 * Pictures from all over the recording, handed out one by one.
 * @returns their times in source seconds, in the same order
 */
export async function readPictures(tools: FfmpegTools, request: PictureRequest): Promise<number[]> {
  const { path, streamIndex, width, height, spacingSeconds, keyFramesOnly, folder, signal } = request
  const timesFile = join(folder, 'picture-times.txt')
  const toPictures = makePictureJoiner(width, height)
  let index = 0
  await runFfmpeg(tools, {
    inputs: [{ path, options: ['-an', '-sn', '-dn', '-threads', '1', ...(keyFramesOnly ? ['-skip_frame', 'nokey'] : [])] }],
    graph: `[0:${streamIndex}]select='isnan(prev_selected_t)+gte(t-prev_selected_t,${spacingSeconds})${keyFramesOnly ? sceneChange : ''}',`
      + `scale=${width}:${height}:flags=fast_bilinear,format=rgb24,split[pictures][timed];[timed]scale=2:2[times]`,
    outputs: [
      { path: 'pipe:1', options: ['-map', '[pictures]', '-fps_mode', 'passthrough', '-f', 'rawvideo'] },
      { path: timesFile, options: ['-map', '[times]', '-fps_mode', 'passthrough', '-f', 'framecrc'] },
    ],
  }, {
    signal, task: 'looking at the picture',
    onOutput: async bytes => { for (const picture of toPictures(bytes)) await request.onPicture(picture, index++) },
  })
  return readFrameTimes(await readFile(timesFile, 'utf8')).map(seconds => Math.max(0, seconds))
}
