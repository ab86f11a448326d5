import { rename } from 'node:fs/promises'
import { runFfmpeg, type FfmpegTools } from './ffmpeg.ts'
import { brightness, greyPictures } from './look-and-listen.ts'
import { cheapSecond, type PacketList } from './packet-list.ts'

/** A still of the richest of a few pictures between two seconds of the video: not black, not empty. */
export async function makePoster(videoPath: string, packets: PacketList, from: number, to: number, path: string, tools: FfmpegTools, signal: AbortSignal): Promise<void> {
  const length = Math.max(0, to - from)
  const candidates = [0.06, 0.2, 0.35, 0.5, 0.7].map(share => cheapSecond(packets, from + Math.min(length * share, Math.max(0, length - 0.2)), length * 0.05))
  let best = { seconds: candidates[0]!, worth: -1 }
  const pictures = await greyPictures(candidates.map(seconds => ({ path: videoPath, seconds })), { tools, signal })
  for (const [index, picture] of pictures.entries()) {
    const worth = picture ? brightness(picture).spread : -1
    // A later picture must be clearly better: the first ones show how the meeting begins.
    if (worth > best.worth * 1.15 + 1) best = { seconds: candidates[index]!, worth }
  }
  await runFfmpeg(tools, {
    inputs: [{ path: videoPath, options: ['-ss', best.seconds.toFixed(3)] }],
    outputs: [{ path: `${path}.part`, options: ['-an', '-frames:v', '1', '-vf', `scale='min(1280,iw)':-2:out_color_matrix=bt601:out_range=pc,format=yuvj420p`, '-q:v', '3', '-c:v', 'mjpeg', '-f', 'image2pipe'] }],
  }, { signal, task: 'making the poster' })
  await rename(`${path}.part`, path)
}
