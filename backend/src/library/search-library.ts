import { desc, inArray, isNull } from 'drizzle-orm'
import type { RecordingId, UserId } from '@f2l/common/contracts/ids.ts'
import type { SearchAnswer, SearchHit } from '@f2l/common/contracts/library.ts'
import { shownName } from '@f2l/common/contracts/shown-speakers.ts'
import type { SpeakerChange } from '@f2l/common/contracts/video-style.ts'
import { makeTimeMap, type TimeMap } from '@f2l/common/contracts/time-map.ts'
import { cues, recordings, videos } from '@f2l/user-dbs/schema.ts'
import type { Reader } from '@f2l/user-dbs/user-databases.ts'
import type { BackendDeps } from '../deps.ts'
import { makeFindCues, type CuesFound, type FindCues } from './find-cues.ts'
import { excerptOf } from './hit-excerpt.ts'
import { searchWords, wordsMissingIn, type SearchWord } from './search-words.ts'

/** Recordings in one answer. */
const mostItems = 50
/** Different rests of a query that titles, people and tags leave over; each is a search of its own. */
const mostRests = 8

interface Known { id: RecordingId; title: string; participants: string[]; speakers: string[]; tags: string[]; changes: SpeakerChange[] | undefined }
interface Found { id: RecordingId; changes: SpeakerChange[] | undefined; isByName: boolean; cues: CuesFound; words: readonly SearchWord[] }
type CueRow = Pick<typeof cues.$inferSelect, 'id' | 'startSeconds' | 'endSeconds' | 'speaker' | 'text'>

/** Where all the words stand in one sentence, or in title, people and tags, or part here and part there. The bin is left out. */
export async function searchLibrary({ userDatabases }: Pick<BackendDeps, 'userDatabases'>, userId: UserId, typed: string): Promise<SearchAnswer> {
  const words = searchWords(typed)
  if (words.length === 0) return { items: [] }
  return (await userDatabases.open(userId)).read(db => {
    const found = findRecordings(db, words)
    const cueRows = readCueRows(db, found.flatMap(({ cues: { best } }) => best))
    const maps = readTimeMaps(db, found.map(({ id }) => id))
    return { items: found.map(one => ({ recordingId: one.id, hits: hitsOf(one, cueRows, maps.get(one.id) ?? null), moreHits: one.cues.count - one.cues.best.length })) }
  })
}

/** Those named so first, then by the best sentence; newer ones first where that is the same. */
function findRecordings(db: Reader, words: readonly SearchWord[]): Found[] {
  const known: Known[] = db.select({ id: recordings.id, title: recordings.title, participants: recordings.participants, speakers: recordings.speakers, tags: recordings.tags, options: recordings.options })
    .from(recordings).where(isNull(recordings.binnedAt)).orderBy(desc(recordings.createdAt), desc(recordings.id)).all()
    .map(({ options, ...recording }) => ({ ...recording, changes: options.speakers }))
  const find = onceEach(makeFindCues(db))
  const found = known.flatMap(recording => match(recording, words, find) ?? [])
  return found.sort((a, b) => Number(b.isByName) - Number(a.isByName) || a.cues.score - b.cues.score).slice(0, mostItems)
}

function match(recording: Known, words: readonly SearchWord[], find: FindCues): Found | null {
  const names = [recording.title, ...recording.participants, ...recording.speakers.map(name => shownName(name, recording.changes)), ...recording.tags]
  const rest = wordsMissingIn(names, words)
  const isByName = rest.length === 0
  const asked = isByName ? words : rest
  const cuesFound = find(asked).get(recording.id) ?? (isByName ? { best: [], count: 0, score: 0 } : null)
  return cuesFound && { id: recording.id, changes: recording.changes, isByName, cues: cuesFound, words: asked }
}

function onceEach(find: FindCues): FindCues {
  const known = new Map<string, ReturnType<FindCues>>()
  return words => {
    const key = JSON.stringify(words)
    const found = known.get(key) ?? (known.size < mostRests ? find(words) : new Map())
    known.set(key, found)
    return found
  }
}

function readCueRows(db: Reader, ids: number[]): Map<number, CueRow> {
  const columns = { id: cues.id, startSeconds: cues.startSeconds, endSeconds: cues.endSeconds, speaker: cues.speaker, text: cues.text }
  return new Map(db.select(columns).from(cues).where(inArray(cues.id, ids)).all().map(row => [row.id, row]))
}

function readTimeMaps(db: Reader, ids: RecordingId[]): Map<RecordingId, TimeMap> {
  const rows = db.select({ id: videos.recordingId, isReady: videos.isReady, timeMap: videos.timeMap }).from(videos).where(inArray(videos.recordingId, ids)).all()
  return new Map(rows.flatMap(({ id, isReady, timeMap }) => isReady && timeMap ? [[id, makeTimeMap(timeMap)] as const] : []))
}

function hitsOf({ id, changes, cues: { best }, words }: Found, rows: Map<number, CueRow>, map: TimeMap | null): SearchHit[] {
  return best.flatMap(cueId => {
    const cue = rows.get(cueId)
    if (!cue) return []
    const { parts, from, to } = excerptOf(cue.text, words)
    return [{ recordingId: id, at: map && placeOf(cue, from, to, map), speaker: cue.speaker && shownName(cue.speaker, changes), parts }]
  })
}

/** Of a long cue only a part is shown: when that is said is told by how far into the text it stands. */
function placeOf({ startSeconds, endSeconds }: CueRow, from: number, to: number, map: TimeMap): number | null {
  const place = (share: number): number => map.toOutput(startSeconds + (endSeconds - startSeconds) * share)
  const [start, end] = [place(from), Math.min(place(to), map.outputSeconds)]
  return end - start < shortestSeconds ? null : Math.round(start * 1000) / 1000
}

/** Less than a frame is left of what was cut away. */
const shortestSeconds = 0.02
