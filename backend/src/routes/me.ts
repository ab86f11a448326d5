import { Router } from 'express'
import { me } from '@f2l/common/contracts/api.ts'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { signInAgain } from '../access-token.ts'
import type { BackendDeps } from '../deps.ts'

/** Who is signed in. */
export function meRoutes({ config, identities, userDatabases, requireSession }: Pick<BackendDeps, 'config' | 'identities' | 'userDatabases' | 'requireSession'>): Router {
  const router = Router()
  router.get('/api/v1/me', requireSession, async (_req, res) => {
    const userId = res.locals.userId as UserId
    const [identity, database] = await Promise.all([identities.read(userId), userDatabases.open(userId)])
    if (!identity) throw signInAgain()
    const { id, email, name, isVerified } = identity
    res.json(me.parse({ id, email, name, isVerified, database: database.name, mailGoesToOutbox: config.SMTP_URL === '' }))
  })
  return router
}
