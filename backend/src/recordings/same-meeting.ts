import { and, eq, notInArray, or, sql, type SQL } from 'drizzle-orm'
import { recordings, videos } from '@f2l/user-dbs/schema.ts'
import type { Reader } from '@f2l/user-dbs/user-databases.ts'
import type { NewRecording } from './add-recording.ts'
import { shareIdentity } from './read-link.ts'
import type { RecordingRow } from './recording-rows.ts'

type Wanted = Pick<NewRecording, 'source' | 'sourceIdentity'>

/**
 * The recording of the same Fathom meeting that came in another way: by its share link, or through the account.
 * One that failed or was cancelled does not count: what a link withholds the account may give, and the other way round.
 */
export function findSameMeeting(db: Reader, wanted: Wanted): RecordingRow | null {
  const isSame = sameMeeting(wanted)
  if (isSame === null) return null
  const isAlive = or(notInArray(recordings.state, ['failed', 'cancelled']), eq(videos.isReady, true))
  const row = db.select({ recording: recordings }).from(recordings).leftJoin(videos, eq(videos.recordingId, recordings.id)).where(and(isSame, isAlive)).get()
  return row?.recording ?? null
}

function sameMeeting({ source, sourceIdentity }: Wanted): SQL | null {
  if (source.kind === 'fathom-account') return source.shareToken === undefined ? null : eq(recordings.sourceIdentity, shareIdentity(source.shareToken))
  if (source.kind !== 'fathom-share') return null
  const token = sourceIdentity.slice(shareIdentity('').length)
  return sql`json_extract(${recordings.source}, '$.kind') = 'fathom-account' AND json_extract(${recordings.source}, '$.shareToken') = ${token}`
}
