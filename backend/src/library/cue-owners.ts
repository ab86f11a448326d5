import { sql } from 'drizzle-orm'
import type { RecordingId } from '@f2l/common/contracts/ids.ts'
import { recordings } from '@f2l/user-dbs/schema.ts'
import type { Reader } from '@f2l/user-dbs/user-databases.ts'

/** Whose cues have which ids, without asking for each. */
export interface CueOwners {
  ownerOf(cueId: number): RecordingId | undefined
  /** The ids of a recording's cues lie between these; `end` is no more one of them. */
  idsOf(recording: RecordingId): { start: number; end: number } | undefined
}

/** The cues of a recording are written in one transaction, so their ids follow each other, and the first of each tells all. */
export function readCueOwners(db: Reader): CueOwners {
  const first = sql<number | null>`(SELECT id FROM cues WHERE recording_id = recordings.id ORDER BY position LIMIT 1)`
  const starts = db.select({ id: recordings.id, first }).from(recordings).all()
    .flatMap(({ id, first: start }) => start === null ? [] : [{ id, start }]).toSorted((a, b) => a.start - b.start)
  const ranges = new Map(starts.map(({ id, start }, index) => [id, { start, end: starts[index + 1]?.start ?? Infinity }]))
  const ids = starts.map(({ start }) => start)
  return { ownerOf: cueId => starts[firstAtLeast(ids, cueId + 1) - 1]?.id, idsOf: recording => ranges.get(recording) }
}

/** Index of the first of ascending numbers that is not less, or their count. */
export function firstAtLeast(numbers: readonly number[], least: number): number {
  let [low, high] = [0, numbers.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (numbers[middle]! < least) low = middle + 1
    else high = middle
  }
  return low
}
