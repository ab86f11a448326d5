import { z } from 'zod'
import { box } from '@f2l/common/contracts/edit-plan.ts'
import { span } from '@f2l/common/contracts/span.ts'

/** What the probe stage knows about a source file. Sizes are as displayed (rotated, square pixels). */
export const mediaInfo = z.object({
  sha256: z.string(), sizeBytes: z.int(),
  durationSeconds: z.number().positive(),
  hasVideo: z.boolean(), hasAudio: z.boolean(),
  video: z.object({
    width: z.int(), height: z.int(),
    /** Average rate as ffprobe gives it. */
    averageRate: z.number(), isVariableRate: z.boolean(),
    rotation: z.int(), codec: z.string(), bitDepth: z.int(),
    startSeconds: z.number(),
    /** How its numbers are to be read where the file does not say it; null: it does. */
    untaggedMatrix: z.enum(['bt709', 'bt601']).nullable(),
    /** ffmpeg's index of the stream: cover pictures and further video streams are not it. */
    streamIndex: z.int(),
  }).nullable(),
  audio: z.object({ channels: z.int(), sampleRate: z.int(), codec: z.string(), startSeconds: z.number(), streamIndex: z.int() }).nullable(),
  /** The constant grid that the plan counts frames on. */
  grid: z.object({ num: z.int(), den: z.int(), frames: z.int() }),
})
export type MediaInfo = z.output<typeof mediaInfo>

/** One face followed over time: where it was seen on key frames, in displayed source pixels. */
export const faceTrack = z.object({
  id: z.int(),
  /** The camera tile around the face where one was found, else null. */
  tile: box.nullable(),
  sightings: z.array(z.object({ at: z.number(), face: box, score: z.number() })),
})
export type FaceTrack = z.output<typeof faceTrack>

/** What the analyse stage found; all times in source seconds. */
export const analysis = z.object({
  /** Stretches with speech by the voice activity model, before margins. */
  speech: z.array(span),
  /** RMS per 10 ms of the 16 kHz mono sound in dBFS, quantised to whole dB, as base64 of int8. Cut edges move to quiet places by it. */
  levels: z.string(),
  /** Brightness and change of the sound per 10 ms, packed (plan/timbre.ts), as base64. Hesitations are held and dark. */
  timbre: z.string().optional(),
  loudness: z.object({ integratedLufs: z.number() }).nullable(),
  faces: z.array(faceTrack),
  /** Stretches inside pauses in which somebody works on the shared screen. */
  screenMotion: z.array(span).optional(),
  /** When gallery, shared screen and the like follow each other: a face's place holds from one change to the next. */
  layoutChanges: z.array(z.number()).optional(),
  /** Some of the key pictures: decoding may begin there. */
  keyTimes: z.array(z.number()).optional(),
  /** Speaker name → ids of the face tracks that are theirs: one in each layout the meeting was shown in. */
  speakerFaces: z.record(z.string(), z.array(z.int())),
})
export type Analysis = z.output<typeof analysis>
