import { usualPartSeconds } from './group-starts.ts'
import { nearestPlace } from './nearest-place.ts'
import { leadInFrames, type SoundGroup } from './sound-groups.ts'
import { aacFrameSamples, endOf, piecesWithin, soundRate, type SoundPiece } from './sound-pieces.ts'

/** A stretch of a group that is encoded by itself. Its frames are those of AAC from `start` to `end` of the group. */
export interface SoundPart {
  group: SoundGroup
  start: number
  end: number
  /** Frames heard before and thrown away. */
  leadIn: number
  /** Samples that it is made from, lead-in included, and pieces in them. */
  samples: number
  pieces: SoundPiece[]
}

/** Borders are moved to a cut so close by (share of a part), where the sound has faded out. */
const farthestMove = 0.05
/** Heard after a part's own frames, where the group goes on. */
const leadOutFrames = 4
/** Samples that a part and the one after it are both made of. */
export const mostHeardTwice = (leadInFrames + leadOutFrames) * aacFrameSamples

/** All parts of a group: they cover its frames. Of one that another follows, the last part has one frame more. */
export function partsOf(group: SoundGroup, partSeconds = usualPartSeconds): SoundPart[] {
  const borders = [0, ...bordersWithin(group, partSeconds * soundRate), group.frames]
  return borders.slice(1).map((end, index) => partBetween(group, borders[index]!, end))
}

function bordersWithin({ pieces, frames }: SoundGroup, length: number): number[] {
  const cuts = pieces.filter(({ at, fadeOut }) => fadeOut && at > 0).map(endOf)
  const borders: number[] = []
  for (let wanted = length; wanted < frames * aacFrameSamples - length / 2; wanted += length) {
    borders.push(Math.round(nearestPlace(cuts, wanted, farthestMove * length) / aacFrameSamples))
  }
  return borders
}

function partBetween(group: SoundGroup, start: number, end: number): SoundPart {
  const isLast = end === group.frames
  const leadIn = Math.min(leadInFrames, start + group.leadIn)
  const heard = { start: (start - leadIn) * aacFrameSamples, end: (end + (isLast ? 1 : leadOutFrames)) * aacFrameSamples }
  return { group, start, end: isLast ? end + 1 : end, leadIn, samples: heard.end - heard.start, pieces: piecesWithin(group.pieces, heard.start, heard.end) }
}
