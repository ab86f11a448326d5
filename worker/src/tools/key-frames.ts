import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Picture } from './face-detector.ts'
import { runFfmpeg, type FfmpegCommand, type FfmpegTools } from './ffmpeg.ts'
import { readFrameTimes } from './frame-times.ts'
import { noAlbum, openAlbum, type PictureAlbum } from './picture-album.ts'
import { makePictureJoiner } from './picture-joiner.ts'

export interface PictureRequest {
  path: string
  streamIndex: number
  /** Size of the pictures as displayed; the source is scaled to it. */
  width: number
  height: number
  /** At least this far apart, in seconds. */
  spacingSeconds: number
  /** Decode key frames only, their blocks not smoothed: a twentieth of the work. */
  keyFramesOnly: boolean
  /** A folder for lists of times, which are left in it. */
  folder: string
  /** Those between them, smaller, for who wants to look closer. */
  album?: AlbumRequest
  signal: AbortSignal
  onPicture(picture: Picture, index: number): void | Promise<void>
}

export interface AlbumRequest { width: number; height: number; /** At least this far apart, in seconds. */ spacingSeconds: number }

/** Encoders begin a new picture group where all changes: such a key frame is not passed over, however close it is to the last one. */
const sceneChange = '+gt(scene,0.1)*gte(t-prev_selected_t,0.2)'

/**
 * Pictures from all over the recording, handed out one by one.
 * @returns their times in source seconds, in the same order, and the album if one was wanted
 */
export async function readPictures(tools: FfmpegTools, request: PictureRequest): Promise<{ times: number[]; album: PictureAlbum }> {
  const { path, streamIndex, width, height, spacingSeconds, keyFramesOnly, folder, signal, album } = request
  const chosen: Branch = { name: 'pictures', size: { width, height }, select: `isnan(prev_selected_t)+gte(t-prev_selected_t,${spacingSeconds})${keyFramesOnly ? sceneChange : ''}` }
  const kept: Branch[] = album ? [{ name: 'album', size: album, select: `isnan(prev_selected_t)+gte(t-prev_selected_t,${album.spacingSeconds})` }] : []
  const branches = [chosen, ...kept]
  const albumPath = join(folder, 'album.rgb')
  const toPictures = makePictureJoiner({ width, height, colours: 3 })
  let index = 0
  await runFfmpeg(tools, {
    inputs: [{ path, options: ['-an', '-sn', '-dn', '-threads', '1', ...(keyFramesOnly ? ['-skip_frame', 'nokey', '-skip_loop_filter', 'all'] : [])] }],
    graph: `[0:${streamIndex}]split=${branches.length}${branches.map(({ name }) => `[${name}-all]`).join('')};${branches.map(graphOf).join(';')}`,
    outputs: branches.flatMap(branch => outputsOf(branch, folder, branch === chosen ? 'pipe:1' : albumPath)),
  }, {
    signal, task: 'looking at the picture',
    onOutput: async bytes => { for (const rgb of toPictures(bytes)) await request.onPicture({ width, height, rgb }, index++) },
  })
  const [times = [], albumTimes = []] = await Promise.all(branches.map(branch => timesOf(branch, folder)))
  return { times, album: album ? openAlbum(albumPath, album, albumTimes) : noAlbum }
}

/** Some of what is decoded: when the picture is there, and of what size. */
interface Branch { name: string; size: { width: number; height: number }; select: string }

function graphOf({ name, size: { width, height }, select }: Branch): string {
  return `[${name}-all]select='${select}',scale=${width}:${height}:flags=fast_bilinear,format=rgb24,split[${name}][${name}-timed];[${name}-timed]crop=2:2:0:0[${name}-times]`
}

function outputsOf(branch: Branch, folder: string, path: string): FfmpegCommand['outputs'] {
  return [
    { path, options: ['-map', `[${branch.name}]`, '-fps_mode', 'passthrough', '-f', 'rawvideo'] },
    { path: timesFile(branch, folder), options: ['-map', `[${branch.name}-times]`, '-fps_mode', 'passthrough', '-f', 'framecrc'] },
  ]
}

function timesFile({ name }: Branch, folder: string): string {
  return join(folder, `${name}-times.txt`)
}

async function timesOf(branch: Branch, folder: string): Promise<number[]> {
  return readFrameTimes(await readFile(timesFile(branch, folder), 'utf8')).map(seconds => Math.max(0, seconds))
}
