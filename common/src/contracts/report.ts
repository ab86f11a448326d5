import { z } from 'zod'
import { cutReason } from './edit-plan.ts'

/** One thing the product proved (or failed to prove) about its own output. */
export const check = z.object({
  name: z.enum([
    'streams-equal-length', 'expected-length', 'not-black', 'not-frozen', 'pictures-in-place', 'bubble-in-place',
    'cues-kept', 'not-silent', 'in-sync', 'cuts-clean', 'loudness', 'true-peak', 'chapters', 'captions-fit', 'fast-start', 'playable',
  ]),
  ok: z.boolean(),
  /** One sentence with the measured figure. */
  detail: z.string(),
})
export type Check = z.output<typeof check>

/** What `npm run convert --json` prints and what is stored with a video. Times in seconds. */
export const convertReport = z.object({
  source: z.object({
    name: z.string(), sha256: z.string(), durationSeconds: z.number(),
    width: z.int(), height: z.int(), hasVideo: z.boolean(), hasAudio: z.boolean(),
  }),
  video: z.object({
    durationSeconds: z.number(), width: z.int(), height: z.int(),
    frameRate: z.number(), sizeBytes: z.int(), loudnessLufs: z.number().nullable(), truePeakDbtp: z.number().nullable(),
  }),
  cuts: z.array(z.object({ start: z.number(), end: z.number(), reason: cutReason, confidence: z.number(), text: z.string().optional() })),
  keptSeconds: z.number(),
  checks: z.array(check),
  /** Role → file name inside the output folder. */
  files: z.record(z.string(), z.string()),
  /** Stage → seconds it took (0 where a finished stage was reused). */
  timings: z.record(z.string(), z.number()),
  /** What is missing and why ("no transcript was found, so there are no captions"). */
  notes: z.array(z.string()),
})
export type ConvertReport = z.output<typeof convertReport>
