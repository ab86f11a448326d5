import { z } from 'zod'

/**
 * How fast one machine does the work of a conversion, measured on it. All times are processor time (elapsed time where a
 * GPU encodes): what else ran meanwhile counts little. Pictures are measured in as many processes as a render uses.
 */
export const machineSpeed = z.object({
  /** Raised when what is measured costs something else than before. */
  version: z.literal(2),
  ffmpegVersion: z.string(),
  /** Name of the video encoder. */
  encoder: z.string(),
  cores: z.int().positive(),
  /** Parallel render processes. */
  processes: z.int().positive(),
  /** ISO 8601. */
  measuredAt: z.string(),
  /** Seconds a million points of picture, in each process. */
  decodeSeconds: z.number().positive(),
  encodeSeconds: z.number().positive(),
  /** Seconds a second of sound that is searched for speech. */
  listenSeconds: z.number().positive(),
  /** Seconds a picture that is searched for faces. */
  lookSeconds: z.number().positive(),
})
export type MachineSpeed = z.output<typeof machineSpeed>

/** What a worker takes for a conversion with the usual options, so that the time of waiting ones can be told. */
export const workerPace = z.object({
  /** What any conversion takes, however short. */
  fixedSeconds: z.number().nonnegative(),
  secondsPerSourceSecond: z.number().positive(),
})
export type WorkerPace = z.output<typeof workerPace>
