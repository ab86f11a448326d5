import { z } from 'zod'
import { convertOptions, toldCut } from './edit-plan.ts'
import { objectKey } from './ids.ts'
import { finishedStage } from './internal-api.ts'

/**
 * Something of a draft that a worker makes while its owner waits: one frame of the video as it would be, or what making it would take.
 * Nothing of it is stored: the backend holds it in memory until a worker asks, and the answer goes to whoever waits.
 */
export const sketchWish = z.discriminatedUnion('kind', [
  /** `at`: a second of the source; null: the title card. */
  z.object({ kind: z.literal('frame'), at: z.number().min(0).nullable() }),
  z.object({ kind: z.literal('forecast') }),
])
export type SketchWish = z.output<typeof sketchWish>

export const sketch = z.object({
  id: z.string(), wish: sketchWish, options: convertOptions,
  /** As a conversion is given it: known before the recording was fetched. */
  title: z.string(),
  /** What the recording's jobs found out: ingest to analyse. */
  finishedStages: z.array(finishedStage),
  sourceKey: objectKey.nullable(),
})
export type Sketch = z.output<typeof sketch>

export const sketchAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('frame'), jpeg: z.base64().max(8_000_000) }),
  z.object({ kind: z.literal('forecast'), pieces: z.object({ made: z.int().min(0), all: z.int().min(0) }).nullable(), seconds: z.number().nullable(), videoSeconds: z.number(), cuts: z.array(toldCut) }),
  z.object({ kind: z.literal('failed'), code: z.string(), message: z.string() }),
])
export type SketchAnswer = z.output<typeof sketchAnswer>

export const sketchRoutes = {
  /**
   * For workers, with WORKER_SECRET. One line of JSON as soon as there is a sketch to make; the answer stays open as long as somebody
   * waits for it, and ends early when nobody does any more. 204 where there was nothing for a while.
   */
  next: 'POST /internal/v1/sketches', // → sketch
  answer: 'PUT /internal/v1/sketches/:id', // sketchAnswer → 204
} as const
