import { eq } from 'drizzle-orm'
import express, { Router } from 'express'
import type { ActivityKind } from '@f2l/common/contracts/activity.ts'
import { shareToken, type RecordingId, type UserId } from '@f2l/common/contracts/ids.ts'
import { shareRulesBody, shareRulesView, unlockBody, type ShareAudience, type ShareRulesView } from '@f2l/common/contracts/sharing.ts'
import { AppError } from '@f2l/common/errors.ts'
import { videos } from '@f2l/user-dbs/schema.ts'
import type { Reader } from '@f2l/user-dbs/user-databases.ts'
import type { z } from 'zod'
import { requireSameOrigin } from '../cross-site.ts'
import type { BackendDeps } from '../deps.ts'
import { newShareToken } from '../recordings/new-ids.ts'
import { readRecording, type VideoHead } from '../recordings/recording-rows.ts'
import { hashSharePassword } from '../sharing/share-password.ts'
import { changeShareRules, readShareRules, type ShareRules } from '../sharing/share-rules.ts'
import { unlock } from '../sharing/unlock.ts'
import type { ReadViewer } from '../sharing/viewer.ts'
import { bodyLimit, parseInput, recordingIn, signedInUser } from './read-input.ts'

type SharingDeps = BackendDeps & { readViewer: ReadViewer }

/** Who may see a video: its owner says so, and a stranger shows the password. */
export function sharingRoutes(deps: SharingDeps): Router {
  const router = Router()
  const json = express.json({ limit: bodyLimit })
  router.get('/api/v1/recordings/:id/share', deps.requireSession, async (request, response) => {
    const id = recordingIn(request.params['id'])
    const database = await deps.userDatabases.open(signedInUser(response))
    response.set('Cache-Control', 'no-store').json(database.read(db => viewRules(db, id)))
  })
  router.patch('/api/v1/recordings/:id/share', deps.requireSession, json, async (request, response) => {
    const change = await changeOf(deps, parseInput(shareRulesBody, request.body))
    const id = recordingIn(request.params['id'])
    const { before, after } = await changeRules(deps, signedInUser(response), id, change)
    for (const kind of turnsOf(before, after)) await deps.activity.note(request, signedInUser(response), kind, id)
    response.json(after)
  })
  router.post('/api/v1/recordings/:id/share/renew', deps.requireSession, async (request, response) => {
    const id = recordingIn(request.params['id'])
    const renewed = await renewLink(deps, signedInUser(response), id)
    await deps.activity.note(request, signedInUser(response), 'link.renewed', id)
    response.json(renewed)
  })
  router.post('/api/v1/share/:token/unlock', json, async (request, response) => {
    requireSameOrigin(request, deps.config.PUBLIC_URL, { isRequired: false })
    await unlock(deps, parseInput(unlockBody, request.body).password, request, response)
    response.set('Cache-Control', 'no-store').status(204).end()
  })
  return router
}

async function changeRules(deps: SharingDeps, user: UserId, id: RecordingId, change: Partial<ShareRules>): Promise<{ before: ShareRulesView; after: ShareRulesView }> {
  const turned = (await deps.userDatabases.open(user)).transact(db => {
    const before = viewRules(db, id)
    changeShareRules(db, requireVideo(db, id).id, change)
    return { before, after: viewRules(db, id) }
  })
  await deps.events.publish(user, { type: 'recording', recordingId: id })
  return turned
}

const audienceKinds = { link: 'link.everybody', people: 'link.people', owner: 'link.closed' } as const satisfies Record<ShareAudience, ActivityKind>

/** What of a change lets others in or keeps them out. */
function turnsOf(before: ShareRulesView, after: ShareRulesView): ActivityKind[] {
  return [
    ...(after.audience === before.audience ? [] : [audienceKinds[after.audience]]),
    ...(after.hasPassword === before.hasPassword ? [] : [after.hasPassword ? 'link.password_set' as const : 'link.password_removed' as const]),
  ]
}

/** The new link works before the old one dies, and the old one is whichever it is at that moment. */
async function renewLink(deps: SharingDeps, user: UserId, id: RecordingId): Promise<ShareRulesView> {
  const database = await deps.userDatabases.open(user)
  const fresh = newShareToken()
  await deps.shareLinks.create(fresh, user, database.read(db => requireVideo(db, id)).id)
  const { old, view } = database.transact(db => {
    const video = requireVideo(db, id)
    db.update(videos).set({ shareToken: fresh }).where(eq(videos.id, video.id)).run()
    return { old: shareToken.parse(video.shareToken), view: viewRules(db, id) }
  })
  await deps.shareLinks.revoke(old)
  await deps.events.publish(user, { type: 'recording', recordingId: id })
  return view
}

function requireVideo(db: Reader, id: RecordingId): VideoHead {
  const { video } = readRecording(db, id)
  if (!video) throw new AppError('not_found', 'There is no video yet.')
  return video
}

function viewRules(db: Reader, id: RecordingId): ShareRulesView {
  const video = requireVideo(db, id)
  const { passwordHash, ...rules } = readShareRules(db, video.id)
  return shareRulesView.parse({ token: video.shareToken, ...rules, hasPassword: passwordHash !== null })
}

async function changeOf({ sharePasswordCost }: SharingDeps, { password, ...change }: z.output<typeof shareRulesBody>): Promise<Partial<ShareRules>> {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<ShareRules>
  if (given.people) given.people = [...new Set(given.people)]
  return password === undefined ? given : { ...given, passwordHash: password === null ? null : await hashSharePassword(password, sharePasswordCost) }
}
