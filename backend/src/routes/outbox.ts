import { desc } from 'drizzle-orm'
import { Router } from 'express'
import { mailList } from '@f2l/common/contracts/api.ts'
import { mails } from '@f2l/user-dbs/schema.ts'
import type { BackendDeps } from '../deps.ts'
import { signedInUser } from './read-input.ts'

/** Newest mails that are listed. */
const listed = 100

export function outboxRoutes(deps: BackendDeps): Router {
  const router = Router()
  router.get('/api/v1/outbox', deps.requireSession, async (_, response) => {
    const database = await deps.userDatabases.open(signedInUser(response))
    const rows = database.read(db => db.select().from(mails).orderBy(desc(mails.createdAt)).limit(listed).all())
    response.json(mailList.parse({ items: rows.map(({ toAddress, ...mail }) => ({ ...mail, to: toAddress })) }))
  })
  return router
}
