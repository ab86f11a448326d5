import { z } from 'zod'
import { mediaDemuxers, type FfmpegTools } from './ffmpeg.ts'
import { runProgram } from './run-program.ts'

const count = z.coerce.number().catch(Number.NaN)
const probedStream = z.object({
  index: z.int(),
  codec_type: z.string().optional(),
  codec_name: z.string().default('unknown'),
  width: z.int().default(0), height: z.int().default(0),
  sample_aspect_ratio: z.string().default('1:1'),
  pix_fmt: z.string().default(''),
  color_space: z.string().default('unknown'),
  avg_frame_rate: z.string().default('0/0'),
  sample_rate: count, channels: z.int().default(0),
  start_time: count, duration: count,
  bits_per_raw_sample: count,
  disposition: z.record(z.string(), z.int()).default({}),
  side_data_list: z.array(z.looseObject({ rotation: z.number().optional() })).default([]),
  tags: z.record(z.string(), z.string()).default({}),
})
export type ProbedStream = z.output<typeof probedStream>

const probedFile = z.object({
  streams: z.array(probedStream).default([]),
  /** The first few of the file. */
  packets: z.array(z.object({ stream_index: z.int(), side_data_list: z.array(z.looseObject({ side_data_type: z.string().optional() })).default([]) })).default([]),
  format: z.object({ format_name: z.string(), start_time: count, duration: count }),
})
export type ProbedFile = z.output<typeof probedFile>

/** A picture of more pixels than 8K by 8K is no recording; no decoder may make room for one. */
export const maxPixels = 7680 * 7680
/** A few gigabytes are indexed in seconds; a file that takes minutes is a trap. */
const timeLimitSeconds = 300
const guards = ['-v', 'error', '-protocol_whitelist', 'file,pipe', '-format_whitelist', mediaDemuxers]

/** Streams and container as ffprobe sees them; null when it cannot open the file (with its words for the log). */
export async function probeFile(tools: FfmpegTools, path: string, signal: AbortSignal): Promise<{ file: ProbedFile | null; said: string }> {
  const args = [...guards, '-max_pixels', String(maxPixels), '-show_format', '-show_streams', '-show_packets', '-read_intervals', '%+#16', '-of', 'json', path]
  const { code, stdout, stderr } = await runProgram(tools.ffprobePath, args, { env: tools.environment, signal, timeLimitSeconds })
  const parsed = code === 0 ? probedFile.safeParse(JSON.parse(stdout)) : null
  return { file: parsed?.success ? parsed.data : null, said: stderr.slice(-2000) }
}
