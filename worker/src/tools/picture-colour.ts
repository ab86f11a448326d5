import { runFfprobe, type FfmpegTools } from './ffmpeg.ts'

/**
 * How the numbers of a source without a colour tag are to be read: large pictures are BT.709, small ones BT.601,
 * as players guess too. Null where the source says it itself.
 */
export async function untaggedMatrix(tools: FfmpegTools, path: string, streamIndex: number, signal: AbortSignal): Promise<'bt709' | 'bt601' | null> {
  const probed = await runFfprobe(tools, path, ['-select_streams', String(streamIndex), '-show_entries', 'stream=color_space,width,height'], signal) as { streams?: { color_space?: string; width?: number; height?: number }[] }
  const stream = probed.streams?.[0]
  if (stream?.color_space && !['unknown', 'reserved', 'unspecified'].includes(stream.color_space)) return null
  return Math.max(stream?.width ?? 0, stream?.height ?? 0) >= 1280 || (stream?.height ?? 0) >= 720 ? 'bt709' : 'bt601'
}
