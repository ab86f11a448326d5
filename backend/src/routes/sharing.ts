import express, { Router, type Request, type Response } from 'express'
import { shareToken, type RecordingId, type UserId } from '@f2l/common/contracts/ids.ts'
import { shareRulesBody, shareRulesView, unlockBody, type ShareRulesView } from '@f2l/common/contracts/sharing.ts'
import { AppError } from '@f2l/common/errors.ts'
import { eq } from 'drizzle-orm'
import { videos } from '@f2l/user-dbs/schema.ts'
import type { z } from 'zod'
import type { BackendDeps } from '../deps.ts'
import { newShareToken } from '../recordings/new-ids.ts'
import { readRecording, type VideoHead } from '../recordings/recording-rows.ts'
import { openSharedHead } from '../recordings/share-page.ts'
import { noSuchVideo } from '../sharing/access.ts'
import { hashSharePassword, isSharePassword } from '../sharing/share-password.ts'
import { changeShareRules, readShareRules, type ShareRules } from '../sharing/share-rules.ts'
import { givePass, isPassFor, type ReadViewer } from '../sharing/viewer.ts'
import { bodyLimit, parseInput, recordingIn, signedInUser } from './read-input.ts'

type SharingDeps = BackendDeps & { readViewer: ReadViewer }

/** Who may see a video: its owner says so, and a stranger shows the password. */
export function sharingRoutes(deps: SharingDeps): Router {
  const router = Router()
  const json = express.json({ limit: bodyLimit })
  router.get('/api/v1/recordings/:id/share', deps.requireSession, async (request, response) => {
    const { video, rules } = await readRules(deps, signedInUser(response), recordingIn(request.params['id']))
    response.json(viewOf(video, rules))
  })
  router.patch('/api/v1/recordings/:id/share', deps.requireSession, json, async (request, response) => {
    const [user, id] = [signedInUser(response), recordingIn(request.params['id'])]
    const change = await changeOf(parseInput(shareRulesBody, request.body))
    const { video } = await readRules(deps, user, id)
    const rules = (await deps.userDatabases.open(user)).transact(db => changeShareRules(db, video.id, change))
    await deps.events.publish(user, { type: 'recording', recordingId: id })
    response.json(viewOf(video, rules))
  })
  router.post('/api/v1/recordings/:id/share/renew', deps.requireSession, async (request, response) => {
    response.json(await renewLink(deps, signedInUser(response), recordingIn(request.params['id'])))
  })
  router.post('/api/v1/share/:token/unlock', json, async (request, response) => unlock(deps, request, response))
  return router
}

async function readRules({ userDatabases }: SharingDeps, user: UserId, id: RecordingId): Promise<{ video: VideoHead; rules: ShareRules }> {
  return (await userDatabases.open(user)).read(db => {
    const { video } = readRecording(db, id)
    if (!video) throw new AppError('not_found', 'There is no video yet.')
    return { video, rules: readShareRules(db, video.id) }
  })
}

function viewOf(video: VideoHead, { passwordHash, ...rules }: ShareRules): ShareRulesView {
  return shareRulesView.parse({ token: video.shareToken, ...rules, hasPassword: passwordHash !== null })
}

async function changeOf({ password, ...change }: z.output<typeof shareRulesBody>): Promise<Partial<ShareRules>> {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<ShareRules>
  if (given.people) given.people = [...new Set(given.people)]
  return password === undefined ? given : { ...given, passwordHash: password === null ? null : await hashSharePassword(password) }
}

/** The new link works before the old one dies. */
async function renewLink(deps: SharingDeps, user: UserId, id: RecordingId): Promise<ShareRulesView> {
  const { video, rules } = await readRules(deps, user, id)
  const fresh = newShareToken()
  await deps.shareLinks.create(fresh, user, video.id)
  const database = await deps.userDatabases.open(user)
  database.transact(db => { db.update(videos).set({ shareToken: fresh }).where(eq(videos.id, video.id)).run() })
  await deps.shareLinks.revoke(shareToken.parse(video.shareToken))
  await deps.events.publish(user, { type: 'recording', recordingId: id })
  return viewOf({ ...video, shareToken: fresh }, rules)
}

/**
 * A right password opens the link for this browser. Tries are counted by link and address.
 * @throws AppError `share.wrong_password`, `rate_limited`, and what shuts the link besides the password
 */
async function unlock(deps: SharingDeps, request: Request, response: Response): Promise<void> {
  const { password } = parseInput(unlockBody, request.body)
  const token = shareToken.safeParse(request.params['token'])
  if (!token.success) throw noSuchVideo()
  await deps.limits.take('unlock', request, token.data)
  const hash = await hashBehind(deps, token.data, request)
  if (hash !== null) {
    if (!await isSharePassword(password, hash)) throw new AppError('share.wrong_password', 'That is not the password of this video.')
    givePass(response, token.data, hash, deps.config)
  }
  response.status(204).end()
}

/** The hash that keeps this viewer out; null where nothing does. Whatever else shuts the link speaks first. */
async function hashBehind(deps: SharingDeps, token: string, request: Request): Promise<string | null> {
  const viewer = await deps.readViewer(request)
  const { rules, owner, token: own } = await openSharedHead(deps, token, viewer, { withoutPassword: true })
  const isOpen = rules.passwordHash === null || viewer.userId === owner || isPassFor(viewer.pass(own), rules.passwordHash)
  return isOpen ? null : rules.passwordHash
}
