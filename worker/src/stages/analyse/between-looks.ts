import type { Span } from '@f2l/common/contracts/span.ts'
import type { Picture } from '../../tools/face-detector.ts'
import type { FfmpegTools } from '../../tools/ffmpeg.ts'
import { streamBurst } from '../../tools/picture-burst.ts'

/** So many a second find the frame at 25 and 30 a second. */
export const picturesPerSecond = 30
/** Seconds between two looks of which the pictures are worth decoding. */
export const longestGap = 20

export interface GapSource { path: string; streamIndex: number; /** Of the pictures that are wanted. */ size: { width: number; height: number } }

/** The pictures between two looks, small, as they are decoded; who stops reading ends the decoding. */
export function picturesBetween({ start, end }: Span, { path, streamIndex, size }: GapSource, { tools, signal }: { tools: FfmpegTools; signal: AbortSignal }): AsyncGenerator<Picture> {
  return streamBurst(tools, { path, streamIndex, at: start, seconds: end - start, picturesPerSecond, ...size, decoded: 'all', signal })
}
