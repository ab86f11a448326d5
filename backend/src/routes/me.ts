import express, { Router } from 'express'
import { profileBody } from '@f2l/common/contracts/account.ts'
import { me, type Me } from '@f2l/common/contracts/api.ts'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { signInAgain } from '../access-token.ts'
import type { BackendDeps } from '../deps.ts'
import { isOperator } from '../operators.ts'
import { oneLine } from './auth.ts'
import { bodyLimit, parseInput, signedInUser } from './read-input.ts'

type MeDeps = Pick<BackendDeps, 'config' | 'identities' | 'userDatabases' | 'requireSession'>

/** Who is signed in, and how they are called. */
export function meRoutes(deps: MeDeps): Router {
  const router = Router()
  router.get('/api/v1/me', deps.requireSession, async (_, res) => {
    res.json(await readMe(deps, signedInUser(res)))
  })
  router.patch('/api/v1/me', deps.requireSession, express.json({ limit: bodyLimit }), async (req, res) => {
    const { name, language } = parseInput(profileBody, req.body)
    if (name !== undefined) await deps.identities.rename(signedInUser(res), oneLine(name))
    if (language !== undefined) await deps.identities.chooseLanguage(signedInUser(res), language)
    res.json(await readMe(deps, signedInUser(res)))
  })
  return router
}

async function readMe(deps: MeDeps, userId: UserId): Promise<Me> {
  const [identity, database] = await Promise.all([deps.identities.read(userId), deps.userDatabases.open(userId)])
  if (!identity) throw signInAgain()
  const { id, email, name, isVerified, language } = identity
  const { SMTP_URL, BIN_DAYS, KEEP_RECORDINGS_DAYS } = deps.config
  return me.parse({
    id, email, name, isVerified, language, database: database.name, mailGoesToOutbox: SMTP_URL === '', isOperator: await isOperator(deps, identity),
    binDays: BIN_DAYS, recordingDays: KEEP_RECORDINGS_DAYS || null,
  })
}
