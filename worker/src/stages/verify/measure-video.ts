import { z } from 'zod'
import { runFfprobe } from '../../tools/ffmpeg.ts'
import type { VerifyContext } from './verify-input.ts'

const stream = z.object({
  codec_type: z.string(), codec_name: z.string().optional(), codec_tag_string: z.string().optional(), profile: z.string().optional(),
  level: z.number().optional(), pix_fmt: z.string().optional(), width: z.number().default(0), height: z.number().default(0),
  duration: z.coerce.number().default(Number.NaN), nb_frames: z.coerce.number().default(Number.NaN),
})
const probed = z.object({
  format: z.object({ duration: z.coerce.number() }), streams: z.array(stream),
  chapters: z.array(z.object({ start_time: z.coerce.number() })).default([]),
})

/** What the finished file says of itself. */
export interface Measured {
  seconds: number
  width: number
  height: number
  video: z.output<typeof stream> | undefined
  sound: z.output<typeof stream> | undefined
  /** Seconds at which chapters begin. */
  chapters: number[]
}

export async function measureVideo(path: string, { tools, signal }: VerifyContext): Promise<Measured> {
  const { format, streams, chapters } = probed.parse(await runFfprobe(tools, path, ['-show_entries',
    'format=duration:stream=codec_type,codec_name,codec_tag_string,profile,level,pix_fmt,width,height,duration,nb_frames:chapter=start_time', '-show_chapters'], signal))
  const video = streams.find(({ codec_type }) => codec_type === 'video')
  return {
    seconds: format.duration, width: video?.width ?? 0, height: video?.height ?? 0, video,
    sound: streams.find(({ codec_type }) => codec_type === 'audio'), chapters: chapters.map(({ start_time }) => start_time),
  }
}
