import type { Request, Response } from 'express'
import { shareToken } from '@f2l/common/contracts/ids.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { BackendDeps } from '../deps.ts'
import { openSharedHead } from '../recordings/share-page.ts'
import { noSuchVideo } from './access.ts'
import { isSharePassword } from './share-password.ts'
import { givePass, isPassFor, type ReadViewer } from './viewer.ts'

type UnlockDeps = Pick<BackendDeps, 'shareLinks' | 'userDatabases' | 'identities' | 'config' | 'limits'> & { readViewer: ReadViewer }

/**
 * A right password opens the link for this browser. Tries are counted by link and address before anything is looked up,
 * and forgotten after the right one.
 * @throws AppError `share.wrong_password`, `rate_limited`, and what shuts the link besides the password
 */
export async function unlock(deps: UnlockDeps, given: string, request: Request, response: Response): Promise<void> {
  const token = shareToken.safeParse(request.params['token'])
  if (!token.success) throw noSuchVideo()
  await deps.limits.take('unlock', request, token.data)
  const hash = await hashBehind(deps, token.data, request)
  if (hash === null) return
  if (!await isSharePassword(given, hash)) throw new AppError('share.wrong_password', 'That is not the password of this video.')
  await deps.limits.forgive('unlock', request, token.data)
  givePass(response, token.data, hash, deps.config)
}

/** The hash that keeps this viewer out; null where nothing does. Whatever else shuts the link speaks first. */
async function hashBehind(deps: UnlockDeps, token: string, request: Request): Promise<string | null> {
  const viewer = await deps.readViewer(request)
  const { rules, owner, token: own } = await openSharedHead(deps, token, viewer, { withoutPassword: true })
  const isOpen = rules.passwordHash === null || viewer.userId === owner || isPassFor(viewer.pass(own), rules.passwordHash)
  return isOpen ? null : rules.passwordHash
}
