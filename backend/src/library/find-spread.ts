import { sql } from 'drizzle-orm'
import type { RecordingId } from '@f2l/common/contracts/ids.ts'
import type { Reader } from '@f2l/user-dbs/user-databases.ts'
import { firstAtLeast, type CueOwners } from './cue-owners.ts'
import type { CuesFound } from './find-cues.ts'
import { matchQuery, type SearchWord } from './search-words.ts'

export interface FindSpread {
  /** Does each of the words stand somewhere in the recording? */
  has(recording: RecordingId, words: readonly SearchWord[]): boolean
  /** The sentence with the most of them, then those that have the rest. */
  find(recording: RecordingId, words: readonly SearchWord[]): CuesFound
}

/** Worse than any sentence in which all words stand: the scores of those are at most 0. */
export const spreadScore = 1

/** Words that stand in different sentences of one recording. */
export function makeFindSpread(db: Reader, { idsOf }: CueOwners): FindSpread {
  const cuesWith = rememberEach(db)
  const within = (recording: RecordingId, word: SearchWord): { ids: number[]; from: number; to: number } => {
    const { start, end } = idsOf(recording) ?? { start: 0, end: 0 }
    const ids = cuesWith(word)
    return { ids, from: firstAtLeast(ids, start), to: firstAtLeast(ids, end) }
  }
  return {
    has: (recording, words) => words.every(word => {
      const { from, to } = within(recording, word)
      return from < to
    }),
    find(recording, words) {
      const best = fewestWithAll(words.map(word => {
        const { ids, from, to } = within(recording, word)
        return ids.slice(from, to)
      })).slice(0, shown)
      return { best, count: best.length, score: spreadScore }
    },
  }
}

/** Sentences shown of one recording. */
const shown = 3

/** The cues of all recordings in which a word stands, ascending; each word is asked for once. */
function rememberEach(db: Reader): (word: SearchWord) => number[] {
  const known = new Map<SearchWord, number[]>()
  return word => {
    const ids = known.get(word) ?? readCues(db, word)
    known.set(word, ids)
    return ids
  }
}

/** As one value: a row for each of a hundred thousand would take longer than finding them. The index gives them in their order. */
function readCues(db: Reader, word: SearchWord): number[] {
  const { ids } = db.select({ ids: sql<string>`json_group_array(rowid)` }).from(sql`cue_words`).where(sql`cue_words MATCH ${matchQuery([word])}`).get()!
  return JSON.parse(ids) as number[]
}

/** Always the cue with the most words that are still missing, the earliest of them. */
function fewestWithAll(cuesOfWords: number[][]): number[] {
  const chosen: number[] = []
  let missing = cuesOfWords
  while (missing.length > 0) {
    const counts = new Map<number, number>()
    for (const ids of missing) for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
    const best = [...counts].reduce((one, other) => other[1] > one[1] || other[1] === one[1] && other[0] < one[0] ? other : one)[0]
    chosen.push(best)
    missing = missing.filter(ids => !ids.includes(best))
  }
  return chosen
}
