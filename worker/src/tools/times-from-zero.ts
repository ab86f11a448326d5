import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { runFfmpeg, runFfprobe, type FfmpegTools } from './ffmpeg.ts'
import { isThere } from './is-there.ts'

/**
 * Matroska cannot write down times before 0: pictures there stand in the file without one. A seek then passes them over with all
 * that is decoded from them. ffmpeg counts them from their neighbours when it copies the streams, so that is what is used.
 * Any other file stays as it is.
 * @throws AppError `render.ffmpeg_failed`, `tool.missing`, or the signal's reason
 */
export async function withTimesFromZero(path: string, folder: string, tools: FfmpegTools, signal: AbortSignal): Promise<string> {
  if (!await beginsUntimed(path, tools, signal)) return path
  const copy = join(folder, 'source-from-zero.mkv')
  if (await isThere(copy)) return copy
  const part = `${copy}.part`
  await runFfmpeg(tools, {
    inputs: [{ path }],
    outputs: [{ path: part, options: ['-map', '0:V?', '-map', '0:a?', '-c', 'copy', '-avoid_negative_ts', 'make_non_negative', '-f', 'matroska'] }],
  }, { signal, task: 'reading the recording' })
  await rename(part, copy)
  return copy
}

/** A file that cannot be read has its sentence at the probe. */
async function beginsUntimed(path: string, tools: FfmpegTools, signal: AbortSignal): Promise<boolean> {
  const options = ['-select_streams', 'V', '-read_intervals', '%+#4', '-show_entries', 'packet=pts_time']
  const found = await runFfprobe(tools, path, options, signal).catch((error: unknown) => {
    signal.throwIfAborted()
    if ((error as { code?: string }).code === 'tool.missing') throw error
    return {}
  }) as { packets?: { pts_time?: string }[] }
  return found.packets?.[0] !== undefined && found.packets[0].pts_time === undefined
}
