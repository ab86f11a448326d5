import type { FrameSpan } from '@f2l/common/contracts/span.ts'
import { outputRuns, type EncodedRun, type OutputRun } from './copy-runs.ts'
import { encodeFeed, type EncodeFeed } from './encode-feed.ts'
import { pictureGroups, type CodedFrames } from './picture-groups.ts'

/** Encoded runs that are made in one go. */
export interface EncodeBatch { runs: EncodedRun[]; feed: EncodeFeed; frames: number }

export interface CopyPlan {
  /** The output after its title card, in order. */
  runs: OutputRun[]
  /** All encoded runs, in order. */
  batches: EncodeBatch[]
  /** Processor seconds that copying takes, and that encoding everything anew would. */
  copySeconds: number
  fullSeconds: number
}

/**
 * Processor time in milliseconds a million points of picture: medians of ffmpeg 5.1 with one thread and x264's preset veryfast on
 * 720p of a meeting (decode 1.2 of the encode's 5.0). A faster machine is faster at both, so the choice stays the same.
 */
const costs = { decodeMs: 1.25, encodeMs: 5 }
/** Starting ffmpeg and filling its first frames; a new run's key frame costs about as much as three frames more. */
const startMs = 120
const framesPerRun = 3
/** Reading the source twice and writing it once, without decoding: 50 ms a million bytes, with Node's side of the pipes. */
const copyMsPerByte = 50e-6
/** Copying must win clearly: what is copied keeps the source's size, what is encoded anew is often smaller. */
const clearly = 0.85
/** A batch decodes about so many frames: enough that its start does not count, few enough to share the work between processes. */
const framesPerBatch = 600

export interface CopyQuestion {
  keep: readonly FrameSpan[]
  coded: CodedFrames
  /** Of the source's picture. */
  bytes: number
  /** Points of a picture. */
  pixels: number
}

/** How the output would be made by copying what can be copied, and at what price; null where the groups do not allow it. */
export function planCopy({ keep, coded, bytes, pixels }: CopyQuestion): CopyPlan | null {
  const groups = pictureGroups(coded)
  if (!groups) return null
  const runs = outputRuns(keep, coded, groups)
  const batches = batchesOf(runs).map(batch => {
    const pieces = batch.flatMap(run => run.pieces)
    return { runs: batch, feed: encodeFeed(pieces, coded, groups), frames: lengthOf(pieces) }
  })
  const frameMs = (share: number): number => share * pixels / 1_000_000
  const encodeMs = batches.reduce((sum, { runs: own, feed, frames }) =>
    sum + startMs + frameMs(costs.decodeMs) * feed.decoded + frameMs(costs.encodeMs) * (frames + framesPerRun * own.length), 0)
  const fullMs = frameMs(costs.decodeMs) * (keep.at(-1)!.end - keep[0]!.start) + frameMs(costs.encodeMs) * lengthOf(keep)
  return { runs, batches, copySeconds: (encodeMs + copyMsPerByte * bytes) / 1000, fullSeconds: fullMs / 1000 }
}

/** Is copying worth it? Few long pieces and short groups: yes; dense cuts: no. */
export function isCopyCheaper({ runs, copySeconds, fullSeconds }: CopyPlan): boolean {
  return runs.some(run => run.kind === 'copied') && copySeconds < clearly * fullSeconds
}

export function copiedFrames({ runs }: CopyPlan): number {
  return lengthOf(runs.flatMap(run => run.kind === 'copied' ? [run.frames] : []))
}

function batchesOf(runs: readonly OutputRun[]): EncodedRun[][] {
  const batches: EncodedRun[][] = []
  let room = 0
  for (const run of runs) {
    if (run.kind === 'copied') continue
    if (room <= 0) {
      batches.push([])
      room = framesPerBatch
    }
    batches.at(-1)!.push(run)
    room -= Math.max(lengthOf(run.pieces), framesPerBatch / 8)
  }
  return batches
}

function lengthOf(spans: readonly FrameSpan[]): number {
  return spans.reduce((sum, { start, end }) => sum + end - start, 0)
}
