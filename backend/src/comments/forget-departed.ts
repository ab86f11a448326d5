import { inArray, isNotNull } from 'drizzle-orm'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { comments, views } from '@f2l/user-dbs/schema.ts'
import type { BackendDeps } from '../deps.ts'

/**
 * What somebody wrote about another person's video is part of that conversation and stays when they delete their account; their
 * name does not, here or among the viewers. A few times a day, since it stands in databases that are not theirs.
 */
export async function forgetDeparted({ userDatabases, identities }: Pick<BackendDeps, 'userDatabases' | 'identities'>, owner: UserId): Promise<void> {
  const named = (await userDatabases.open(owner)).read(db => new Set([
    ...db.selectDistinct({ id: comments.authorId }).from(comments).where(isNotNull(comments.authorId)).all(),
    ...db.selectDistinct({ id: views.viewerId }).from(views).where(isNotNull(views.viewerId)).all(),
  ].map(({ id }) => id!)))
  const departed: UserId[] = []
  for (const id of named) {
    if (await identities.isGone(id)) departed.push(id)
  }
  if (departed.length === 0) return
  // Without an account words belong to the browser they came from, which may be somebody else's by now.
  ;(await userDatabases.open(owner)).transact(db => {
    db.update(comments).set({ authorName: '', authorId: null, visitor: '' }).where(inArray(comments.authorId, departed)).run()
    db.update(views).set({ viewerName: null, viewerId: null }).where(inArray(views.viewerId, departed)).run()
  })
}
