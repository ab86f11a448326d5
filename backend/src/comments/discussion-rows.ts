import { and, asc, count, eq, max, sql } from 'drizzle-orm'
import { commentId, mostComments, mostReactions, reactionId } from '@f2l/common/contracts/comments.ts'
import type { VideoId } from '@f2l/common/contracts/ids.ts'
import { AppError } from '@f2l/common/errors.ts'
import { comments, reactions } from '@f2l/user-dbs/schema.ts'
import type { Reader, Writer } from '@f2l/user-dbs/user-databases.ts'
import { randomName } from '../recordings/new-ids.ts'

export type CommentRow = typeof comments.$inferSelect
export type ReactionRow = typeof reactions.$inferSelect
type NewComment = Pick<CommentRow, 'videoId' | 'parentId' | 'atSeconds' | 'authorName' | 'authorId' | 'visitor' | 'text'>
type NewReaction = Pick<ReactionRow, 'videoId' | 'atSeconds' | 'emoji' | 'authorName' | 'visitor'>

/** In the order in which they were written. */
export function readComments(db: Reader, id: VideoId): CommentRow[] {
  return db.select().from(comments).where(eq(comments.videoId, id)).orderBy(asc(comments.createdAt), sql`rowid`).all()
}

export function readReactions(db: Reader, id: VideoId): ReactionRow[] {
  return db.select().from(reactions).where(eq(reactions.videoId, id)).orderBy(asc(reactions.atSeconds), sql`rowid`).all()
}

/** Changes whenever a comment or reaction of the video does, and is cheaper to read than they are. */
export function readStamp(db: Reader, id: VideoId): string {
  const said = db.select({
    all: count(), newest: max(comments.createdAt), edited: max(comments.editedAt), resolved: count(comments.resolvedAt), resolvedLast: max(comments.resolvedAt),
  }).from(comments).where(eq(comments.videoId, id)).get()
  const felt = db.select({ all: count(), newest: max(reactions.createdAt) }).from(reactions).where(eq(reactions.videoId, id)).get()
  return JSON.stringify([said, felt])
}

/** @throws AppError `not_found`: also for one of another video */
export function findComment(db: Reader, video: VideoId, id: string): CommentRow {
  const row = commentId.safeParse(id).success && db.select().from(comments).where(and(eq(comments.id, id), eq(comments.videoId, video))).get()
  if (!row) throw new AppError('not_found', 'This comment is gone. It may have been deleted.')
  return row
}

/** @throws AppError `not_found`: also for one of another video */
export function findReaction(db: Reader, video: VideoId, id: string): ReactionRow {
  const row = reactionId.safeParse(id).success && db.select().from(reactions).where(and(eq(reactions.id, id), eq(reactions.videoId, video))).get()
  if (!row) throw new AppError('not_found', 'This reaction is gone.')
  return row
}

/** An answer to an answer joins its thread: threads are one level deep. @throws AppError `conflict` where there is no room, `not_found` */
export function addComment(db: Writer, comment: NewComment): CommentRow {
  if (db.select({ all: count() }).from(comments).where(eq(comments.videoId, comment.videoId)).get()!.all >= mostComments) throw new AppError('conflict', 'This video has as many comments as it can hold.')
  const parent = comment.parentId === null ? null : findComment(db, comment.videoId, comment.parentId)
  const place = parent === null ? {} : { parentId: parent.parentId ?? parent.id, atSeconds: null }
  return db.insert(comments).values({ ...comment, ...place, id: `com_${randomName()}`, createdAt: new Date().toISOString() }).returning().get()
}

export function changeComment(db: Writer, id: string, change: Partial<Pick<CommentRow, 'text' | 'editedAt' | 'resolvedAt'>>): CommentRow {
  return db.update(comments).set(change).where(eq(comments.id, id)).returning().get()
}

/** Its answers go with it. */
export function deleteComment(db: Writer, id: string): void {
  db.delete(comments).where(eq(comments.id, id)).run()
}

/** @throws AppError `conflict` where there is no room */
export function addReaction(db: Writer, reaction: NewReaction): ReactionRow {
  if (db.select({ all: count() }).from(reactions).where(eq(reactions.videoId, reaction.videoId)).get()!.all >= mostReactions) throw new AppError('conflict', 'This video has as many reactions as it can hold.')
  return db.insert(reactions).values({ ...reaction, id: `rea_${randomName()}`, createdAt: new Date().toISOString() }).returning().get()
}

export function deleteReaction(db: Writer, id: string): void {
  db.delete(reactions).where(eq(reactions.id, id)).run()
}
