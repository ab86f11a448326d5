import type { ShareToken, UserId } from '@f2l/common/contracts/ids.ts'
import { shutReasons, type ShutReason } from '@f2l/common/contracts/shut-reasons.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { BackendDeps } from '../deps.ts'
import { isExpired, type ShareRules } from './share-rules.ts'
import { isPassFor, type Viewer } from './viewer.ts'

export interface SharedThing { token: ShareToken; owner: UserId; rules: ShareRules; /** In the bin. */ isBinned: boolean }

/**
 * The one access check of share links: page, media, captions, preview, oEmbed, embed, comments and views all pass it.
 * What it throws tells neither title nor owner. The owner always passes.
 * @throws AppError `not_found` (link off or recording in the bin: as if it never was), `share.expired`, `share.sign_in_required`,
 * `share.not_for_you`, `share.password_required`
 */
export async function requireAccess({ identities }: Pick<BackendDeps, 'identities'>, { token, owner, rules, isBinned }: SharedThing, viewer: Viewer): Promise<void> {
  if (viewer.userId === owner) return
  if (rules.audience === 'owner' || isBinned) throw noSuchVideo()
  if (isExpired(rules)) throw new AppError('share.expired', 'This link has expired. Please ask whoever sent it for a new one.')
  if (rules.audience === 'people') await requireNamed(identities, rules, viewer)
  if (rules.passwordHash !== null && !isPassFor(viewer.pass(token), rules.passwordHash)) throw new AppError('share.password_required', 'This video is behind a password.')
}

/** An address counts once it is confirmed: anybody can sign up with anybody's. */
async function requireNamed(identities: BackendDeps['identities'], { people }: ShareRules, viewer: Viewer): Promise<void> {
  if (viewer.userId === null) throw new AppError('share.sign_in_required', 'This video is for certain people. Please sign in to see whether you are one of them.')
  const person = await identities.read(viewer.userId)
  if (!person?.isVerified || !people.includes(person.email.toLowerCase())) throw new AppError('share.not_for_you', 'This video is for other people. Please ask whoever sent the link to name your address.')
}

export function noSuchVideo(): AppError {
  return new AppError('not_found', 'There is no video behind this link. It may have been deleted or its link turned off.')
}

/** Whether a failure means that a link does not open for whoever asks, and not that something broke. */
export function isShut(thrown: unknown): thrown is AppError & { code: ShutReason } {
  return thrown instanceof AppError && (shutReasons as readonly string[]).includes(thrown.code)
}
