import { eq, sql } from 'drizzle-orm'
import { videos } from '@f2l/user-dbs/schema.ts'
import type { Reader } from '@f2l/user-dbs/user-databases.ts'
import type { VideoHead } from '../recordings/recording-rows.ts'
import { noSuchVideo } from '../sharing/access.ts'
import { makeSeenTimes, type PlaceOfSeconds, type SeenTimes } from './seen-spans.ts'

export type SeenTimesOf = (db: Reader, video: Pick<VideoHead, 'id' | 'files'>) => SeenTimes

/**
 * Where the seconds of the videos lie that are watched now. A plan may be megabytes and a word comes every few seconds, so it is
 * read once; a video that was made again has files of another name.
 */
export function makeSeenTimesShelf(most = 200): SeenTimesOf {
  const held = new Map<string, SeenTimes>()
  return (db, { id, files }) => {
    if (!files) throw noSuchVideo()
    const times = held.get(files.plan) ?? makeSeenTimes(readPlaces(db, id))
    held.delete(files.plan)
    held.set(files.plan, times)
    if (held.size > most) held.delete(held.keys().next().value!)
    return times
  }
}

function readPlaces(db: Reader, id: VideoHead['id']): PlaceOfSeconds {
  const part = (path: string) => sql<string>`json_extract(${videos.plan}, ${path})`
  const row = db.select({ keep: part('$.keep'), frameRate: part('$.frameRate'), frames: sql<number>`json_extract(${videos.plan}, '$.titleCard.frames')` }).from(videos).where(eq(videos.id, id)).get()
  if (!row?.keep) throw noSuchVideo()
  return { keep: JSON.parse(row.keep) as PlaceOfSeconds['keep'], frameRate: JSON.parse(row.frameRate) as PlaceOfSeconds['frameRate'], titleCard: { frames: row.frames } }
}
