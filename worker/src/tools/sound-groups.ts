import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { FrameSpan } from '@f2l/common/contracts/span.ts'
import { groupStarts } from './group-starts.ts'
import { aacFrameSamples, endOf, piecesOf, piecesWithin, samplesAt, type SoundPiece } from './sound-pieces.ts'

/**
 * A stretch of the output's sound that is the same wherever in the output it lies: its samples, and the frames of AAC they fall into, depend on
 * nothing that comes before but the source. An edit leaves all groups but its own as they were.
 */
export interface SoundGroup {
  /** `at` counts from where the group begins; below 0 lies what the encoder hears before it. */
  pieces: SoundPiece[]
  /** Frames of AAC heard before the group begins. */
  leadIn: number
  /** Frames of AAC; those of a group that another follows can be played with the last one twice. */
  frames: number
  isFollowed: boolean
  /** How long its picture is, in samples. */
  samples: number
}

type SoundPlan = Pick<EditPlan, 'keep' | 'frameRate'> & { titleCard: Pick<EditPlan['titleCard'], 'frames'> }

/** Heard before what is kept, so that filters, limiter and encoder do there what they would do in one piece. */
export const leadInFrames = 24

/** The output's sound in groups that begin at cuts, or in one. */
export function soundGroups({ keep, frameRate, titleCard }: SoundPlan, partSeconds?: number): SoundGroup[] {
  const borders = [0, ...groupStarts({ keep, frameRate }, partSeconds), keep.length]
  return borders.slice(1).map((end, index) => groupOf({
    keep: keep.slice(borders[index], end), before: keep[borders[index]! - 1], silentFrames: index === 0 ? titleCard.frames : 0, isFollowed: end < keep.length,
  }, frameRate))
}

interface GroupKeep { keep: FrameSpan[]; before: FrameSpan | undefined; silentFrames: number; isFollowed: boolean }

function groupOf({ keep, before, silentFrames, isFollowed }: GroupKeep, frameRate: EditPlan['frameRate']): SoundGroup {
  const own = piecesOf(keep, silentFrames, frameRate)
  const samples = endOf(own.at(-1)!)
  const heardBefore = before ? heardBeforeCut(before, frameRate) : []
  const leadIn = -(heardBefore[0]?.at ?? 0) / aacFrameSamples
  if (!isFollowed) return { pieces: [...heardBefore, ...own], leadIn, frames: Math.ceil((samples + mostBeside) / aacFrameSamples), isFollowed, samples }
  const frames = Math.floor(samples / aacFrameSamples)
  return { pieces: [...heardBefore, ...closed(own, frames)], leadIn, frames, isFollowed, samples }
}

/**
 * The last frame of a group is by itself the last of what is kept: it can stand once or twice before what comes next, which has heard the same frame
 * before it. Up to a frame of the pause just before it is left out, so that the group ends with a whole one.
 */
function closed(own: SoundPiece[], frames: number): SoundPiece[] {
  const begins = (frames - 1) * aacFrameSamples
  const last = own.at(-1)!
  const closing = lastFrameOf(last)
  return [...piecesWithin(own, 0, begins).with(-1, { ...last, length: begins - last.at, fadeOut: true }), { ...closing, at: begins }, { ...closing, at: begins + aacFrameSamples }]
}

function lastFrameOf({ start, length }: SoundPiece): SoundPiece {
  return { at: 0, start: start + length - aacFrameSamples, length: aacFrameSamples, fadeIn: true, fadeOut: true }
}

/** The end of the piece before a cut, in whole frames, with the frame that closes its group. */
function heardBeforeCut(before: FrameSpan, frameRate: EditPlan['frameRate']): SoundPiece[] {
  const [piece] = piecesOf([before], 0, frameRate) as [SoundPiece]
  const frames = Math.min(leadInFrames, Math.floor(piece.length / aacFrameSamples))
  const start = piece.start + piece.length - frames * aacFrameSamples
  const at = -frames * aacFrameSamples
  return [{ at, start, length: (frames - 1) * aacFrameSamples, fadeIn: false, fadeOut: true }, { ...lastFrameOf(piece), at: -aacFrameSamples }]
}

/** Sound may be so many samples away from its picture: 10.7 ms. */
const mostBeside = aacFrameSamples / 2

/** Of which groups the last frame is played twice, so that each next one begins as near to its picture as frames allow. */
export function heldGroups(groups: readonly SoundGroup[]): Set<SoundGroup> {
  const held = new Set<SoundGroup>()
  let late = 0
  for (const group of groups.filter(({ isFollowed }) => isFollowed)) {
    late += group.samples - group.frames * aacFrameSamples
    if (late <= mostBeside) continue
    held.add(group)
    late -= aacFrameSamples
  }
  return held
}

/** Length of the output's sound, as that of its picture. */
export function soundSamples({ keep, frameRate, titleCard }: SoundPlan): number {
  return samplesAt(keep.reduce((sum, { start, end }) => sum + end - start, titleCard.frames), frameRate)
}
