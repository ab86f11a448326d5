import { sql } from 'drizzle-orm'
import type { RecordingId } from '@f2l/common/contracts/ids.ts'
import type { Reader } from '@f2l/user-dbs/user-databases.ts'
import type { CueOwners } from './cue-owners.ts'
import { matchQuery, type SearchWord } from './search-words.ts'

/** The cues of one recording in which all words stand. */
export interface CuesFound {
  /** The best, best first. */
  best: number[]
  count: number
  /** Of the best one, by bm25: less is better. 0 where the words are so common that it tells nothing. */
  score: number
}
export type FindCues = (words: readonly SearchWord[]) => Map<RecordingId, CuesFound>

/** Sentences shown of one recording. */
const shown = 3
/** Words that stand in more cues than this (on the way to "the") are not ranked: it would take longer than it is worth. */
const mostRanked = 10_000

export function makeFindCues(db: Reader, { ownerOf }: CueOwners): FindCues {
  return words => {
    const found = new Map<RecordingId, CuesFound>()
    for (const { id, score } of matches(db, matchQuery(words))) {
      const recording = ownerOf(id)
      const cues = recording && found.get(recording)
      if (cues) {
        if (cues.count < shown) cues.best.push(id)
        cues.count += 1
      } else if (recording) found.set(recording, { best: [id], count: 1, score })
    }
    return found
  }
}

function matches(db: Reader, query: string): { id: number; score: number }[] {
  const matching = sql`cue_words MATCH ${query}`
  const { count } = db.select({ count: sql<number>`count(*)` }).from(sql`cue_words`).where(matching).get()!
  if (count > mostRanked) return unranked(db, query)
  return db.select({ id: sql<number>`rowid`, score: sql<number>`rank` }).from(sql`cue_words`).where(matching).orderBy(sql`rank, rowid`).all()
}

/** As one value: a row for each of a hundred thousand would take longer than finding them. */
function unranked(db: Reader, query: string): { id: number; score: number }[] {
  const { ids } = db.select({ ids: sql<string>`json_group_array(rowid)` }).from(sql`cue_words`).where(sql`cue_words MATCH ${query}`).get()!
  return (JSON.parse(ids) as number[]).map(id => ({ id, score: 0 }))
}
