import { z } from 'zod'
import { frameSpan, span } from './span.ts'
import { cue, highlight } from './transcript.ts'
import { objectKey } from './ids.ts'
import { corner, logoKey, speakerChange, videoStyle } from './video-style.ts'

/** `left-out`: talk that a shorter length of the video has no room for. */
export const cutReason = z.enum(['silence', 'filler', 'manual', 'left-out'])

/** Something removed: where (source seconds and frames), why, how sure the planner is (0..1), and the words in it where known. */
export const cut = z.object({ span, frames: frameSpan, reason: cutReason, confidence: z.number().min(0).max(1), text: z.string().optional() })
export type Cut = z.output<typeof cut>
/** What people are told of a cut, in source seconds. */
export const toldCut = cut.pick({ span: true, reason: true, confidence: true, text: true })
export type ToldCut = z.output<typeof toldCut>

/** A rectangle in pixels of the displayed source picture (after rotation and square pixels). */
export const box = z.object({ x: z.number(), y: z.number(), width: z.number().positive(), height: z.number().positive() })
export type Box = z.output<typeof box>

/**
 * What the bubble shows for a stretch of source frames:
 * a square crop of the picture, a person's initials, or nothing
 * (the picture already is that one face, or nobody is known).
 */
export const bubbleSegment = z.object({
  frames: frameSpan,
  speaker: z.string().nullable(),
  show: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('face'), crop: box }),
    z.object({ kind: z.literal('initials'), text: z.string(), colour: z.string() }),
    z.object({ kind: z.literal('none') }),
  ]),
})
export type BubbleSegment = z.output<typeof bubbleSegment>

/** A chapter starts at a second of the source; the time map gives its place in the output. */
export const chapter = z.object({ start: z.number().min(0), title: z.string() })
export type Chapter = z.output<typeof chapter>

export const planSource = z.object({
  sha256: z.string(),
  durationSeconds: z.number().positive(),
  /** Displayed size. 0 × 0 for audio only. */
  width: z.int().min(0),
  height: z.int().min(0),
  hasVideo: z.boolean(),
  hasAudio: z.boolean(),
})

export const titleCard = z.object({
  title: z.string(),
  subtitle: z.string(),
  people: z.array(z.string()),
  /** A whole number of frames; 0 = no title card. */
  frames: z.int().min(0),
  /** Where the logo on it lies; absent: none. */
  logoKey: objectKey.optional(),
})

/** Pixel geometry of the output; even numbers throughout (yuv420). */
export const layout = z.object({
  width: z.int().positive(),
  height: z.int().positive(),
  /** Where the meeting picture goes. For audio only: the area of the drawn stage. */
  picture: box,
  cornerRadius: z.int().min(0),
  bubble: z.object({ box, corner }).nullable(),
  background: z.object({ from: z.string(), to: z.string() }),
  /** Of bars and of the first speaker; absent: our own. */
  accent: z.string().optional(),
})
export type Layout = z.output<typeof layout>

/**
 * Everything a video *is*. Same plan + same source = same video.
 * Frames count source frames at `frameRate` after the source was brought to that constant rate.
 */
export const editPlan = z.object({
  version: z.literal(1),
  source: planSource,
  /** Frames per second of source grid and output, as an exact fraction. */
  frameRate: z.object({ num: z.int().positive(), den: z.int().positive() }),
  /** Whole source length in frames of the grid. */
  sourceFrames: z.int().positive(),
  /** What survives: ascending, disjoint, never empty. */
  keep: z.array(frameSpan).min(1),
  cuts: z.array(cut),
  /** Source frames at which the lengths of a video part: borders of the chunks that they share. The same for all lengths and edits. */
  chunkBorders: z.array(z.int().positive()).optional(),
  /** Source frames just behind a key picture: chunks that begin at one decode nothing in vain. Some of them, ascending. */
  entryFrames: z.array(z.int().positive()).optional(),
  bubble: z.array(bubbleSegment),
  /** Source frames at which the meeting tool arranges its picture anew, ascending: what stood somewhere before, something else does from here on. */
  layoutChanges: z.array(z.int().positive()).optional(),
  /** Cues with source times, and speakers as the transcript names them. */
  cues: z.array(cue),
  /** Who is named otherwise wherever a name is drawn or written, and who is not shown; plans of older versions have none. */
  speakers: z.array(speakerChange).optional(),
  /** Those that the planner finds, whatever a person wants. */
  chapters: z.array(chapter),
  /** A person's own, as they gave them; absent: the planner's are told (contracts/told-chapters.ts). */
  ownChapters: z.array(chapter).optional(),
  highlights: z.array(highlight),
  titleCard,
  captions: z.enum(['sidecar', 'burned', 'none']),
  /** Of burned captions; absent: as older versions drew them, on a plate and of medium size. */
  captionStyle: videoStyle.shape.captionStyle.unwrap().optional(),
  captionSize: videoStyle.shape.captionSize.unwrap().optional(),
  layout,
  /** `gainDb`: what is expected to bring the kept sound there; its own measurement corrects it. */
  loudness: z.object({ targetLufs: z.number(), peakDbtp: z.number(), gainDb: z.number().optional() }),
  /** Steady noise is lowered gently before the sound is brought to its loudness. */
  noiseReduction: z.boolean().default(false),
  /** Level of that noise in dBFS (16 kHz mono); there whenever it is to be lowered. */
  noiseFloorDbfs: z.number().optional(),
})
export type EditPlan = z.output<typeof editPlan>

export const convertOptions = videoStyle.extend({
  trim: z.enum(['on', 'off']).default('on'),
  title: z.string().trim().min(1).max(200).optional(),
  /** `full`: nothing is cut. `tight`: silences and fillers are out. `catch-up`: about two minutes of what matters most. */
  length: z.enum(['full', 'tight', 'catch-up']).default('tight'),
  /** "Um" and its kin go too, where nobody else speaks. */
  fillers: z.enum(['on', 'off']).default('on'),
  /** Words that are never cut as fillers, whatever the list of the language says. */
  keepWords: z.array(z.string().trim().min(1).max(60)).max(100).default([]),
  noiseReduction: z.enum(['on', 'off']).default('on'),
  /** Source seconds that a person wants back: no cut of the planner's touches them. */
  undo: z.array(span).max(5000).default([]),
  /** Source seconds that a person wants out. */
  cutOut: z.array(span).max(5000).default([]),
  /** Speakers who are named otherwise than in the transcript, or not shown. */
  speakers: z.array(speakerChange).max(100).default([]),
  /** Chapters of a person's own, in source seconds; null: those that the planner finds. */
  chapters: z.array(chapter.extend({ title: z.string().trim().min(1).max(120) })).max(200).nullable().default(null),
  logoKey,
})
export type ConvertOptions = z.output<typeof convertOptions>
