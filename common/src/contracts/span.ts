import { z } from 'zod'

/** A half-open stretch of time [start, end) in seconds. */
export const span = z.object({ start: z.number().min(0), end: z.number().min(0) })
export type Span = z.output<typeof span>

/** A half-open stretch of video frames [start, end), counted at the plan's frame rate. */
export const frameSpan = z.object({ start: z.int().min(0), end: z.int().min(0) })
export type FrameSpan = z.output<typeof frameSpan>
