import { and, count, eq } from 'drizzle-orm'
import type { VideoId } from '@f2l/common/contracts/ids.ts'
import { comments, views } from '@f2l/user-dbs/schema.ts'
import type { Reader } from '@f2l/user-dbs/user-databases.ts'

export interface AudienceCounts { views: number; comments: number }
export type CountsOf = (id: VideoId | undefined) => AudienceCounts

/** How often each video was watched and commented on; with `only`, that one alone is counted. */
export function countAudience(db: Reader, only?: VideoId): CountsOf {
  const wanted = (of: typeof views.videoId | typeof comments.videoId) => only === undefined ? undefined : eq(of, only)
  const watched = new Map(db.select({ id: views.videoId, count: count() }).from(views).where(and(eq(views.isCounted, true), wanted(views.videoId))).groupBy(views.videoId).all().map(row => [row.id, row.count]))
  const said = new Map(db.select({ id: comments.videoId, count: count() }).from(comments).where(wanted(comments.videoId)).groupBy(comments.videoId).all().map(row => [row.id, row.count]))
  return id => id === undefined ? { views: 0, comments: 0 } : { views: watched.get(id) ?? 0, comments: said.get(id) ?? 0 }
}
