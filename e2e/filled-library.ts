import { createReadStream } from 'node:fs'
import { join, resolve } from 'node:path'
import { convertOptions } from '@f2l/common/contracts/edit-plan.ts'
import { freePort } from '@f2l/common/free-port.ts'
import { objectKey, recordingId, shareToken, userId, videoId, type UserId } from '@f2l/common/contracts/ids.ts'
import { readMasterKeys } from '@f2l/common/crypto.ts'
import { makeLocalObjectStore } from '@f2l/common/local-object-store.ts'
import { makeLogger } from '@f2l/common/log.ts'
import { makeShareLinks } from '@f2l/backend/share-links.ts'
import { makeUserDatabaseRegistry } from '@f2l/backend/user-database-registry.ts'
import { cues, recordings, videos } from '@f2l/user-dbs/schema.ts'
import { makeUserDatabases, type Writer } from '@f2l/user-dbs/user-databases.ts'
import type { Page } from 'puppeteer'
import { sampleResult } from '../backend/test/sample-result.ts'
import { prepareGround } from '../backend/test/running-backend.ts'

/** A recording that is there without having been converted: 30 s of source, 22 s of video. */
export interface ShelfRecording { title: string; says?: string; tags?: string[]; state?: 'ready' | 'failed'; sourceSeconds?: number; hasPictures?: boolean }

const pictures = resolve(import.meta.dirname, '../docs/pictures')
const person = { email: 'lea@example.com', password: 'a long enough password', name: 'Lea Library' }

/** Web app and backend over a real PocketBase, without a worker: what it would make is written where it would lie. */
export async function runLibrary() {
  const ground = await prepareGround()
  const port = await freePort()
  const publicUrl = `http://localhost:${port}`
  const settings = { PORT: String(port), PUBLIC_URL: publicUrl, SMTP_URL: '' }
  await ground.backend(settings)
  const config = ground.config(settings)
  const userDatabases = makeUserDatabases({ folder: config.USER_DBS_DIR, registry: makeUserDatabaseRegistry(ground.superuser), masterKeys: readMasterKeys(config.AES_MASTER_KEY), log: makeLogger('e2e', 'silent') })
  const store = makeLocalObjectStore(config.OBJECT_STORE_DIR)
  const links = makeShareLinks(ground.superuser)
  const post = (path: string, body: unknown) => fetch(`${publicUrl}/api/v1/auth/${path}`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', 'origin': publicUrl } })
  await post('register', person)
  const { accessToken } = await (await post('login', person)).json() as { accessToken: string }
  const me = await (await fetch(`${publicUrl}/api/v1/me`, { headers: { authorization: `Bearer ${accessToken}` } })).json() as { id: string }
  const owner = userId.parse(me.id)
  let number = 0

  async function fill(wanted: ShelfRecording[]): Promise<string[]> {
    const database = await userDatabases.open(owner)
    const rows = wanted.map(recording => ({ recording, number: number += 1 }))
    database.transact(db => rows.forEach(row => write(db, owner, row)))
    for (const row of rows) if (row.recording.hasPictures) await publish(row.number)
    return rows.map(row => idsOf(row.number).recording)
  }
  async function publish(index: number): Promise<void> {
    const { token, video } = idsOf(index)
    const { files } = sampleResult(owner, video)
    await links.create(token, owner, video)
    await store.put(objectKey.parse(files.poster), createReadStream(join(pictures, 'frame.jpg')))
    await store.put(objectKey.parse(files.preview), createReadStream(join(pictures, 'preview.gif')))
  }
  async function stop(): Promise<void> {
    userDatabases.close()
    await ground.stop()
  }
  return { publicUrl, person, fill, stop, idsOf }
}
export type FilledLibrary = Awaited<ReturnType<typeof runLibrary>>

export async function logIn(page: Page, { publicUrl }: Pick<FilledLibrary, 'publicUrl'>): Promise<void> {
  await page.goto(`${publicUrl}/login`)
  await page.locator('aria/E-mail[role="textbox"]').fill(person.email)
  await page.locator('aria/Password[role="textbox"]').fill(person.password)
  await page.locator('aria/Log in[role="button"]').click()
  await page.locator('aria/Fathom link').wait()
}

function idsOf(number: number) {
  const name = String(number).padStart(16, '0')
  return { recording: recordingId.parse(`rec_${name}`), video: videoId.parse(`vid_${name}`), token: shareToken.parse(`token0${name}`) }
}

function write(db: Writer, owner: UserId, { recording: { title, says = 'Hello everybody.', tags = [], state = 'ready', sourceSeconds = 30 }, number }: { recording: ShelfRecording; number: number }): void {
  const ids = idsOf(number)
  const { plan, report, files } = sampleResult(owner, ids.video)
  const createdAt = new Date(Date.UTC(2026, 0, 1) + number * 3600_000).toISOString()
  db.insert(recordings).values({
    id: ids.recording, title, state, source: { kind: 'fathom-share', url: `https://fathom.video/share/${number}` }, sourceIdentity: `share:${number}`,
    options: convertOptions.parse({}),
    sourceSeconds, tags, createdAt, updatedAt: createdAt, ...(state === 'failed' ? { errorCode: 'link.dead', errorMessage: 'Fathom has no recording there.' } : {}),
  }).run()
  const isReady = state === 'ready'
  db.insert(videos).values({
    id: ids.video, recordingId: ids.recording, shareToken: ids.token, isReady, createdAt,
    ...(isReady ? { plan, report, files, timeMap: { frameRate: plan.frameRate, keep: plan.keep, titleCard: { frames: 60 } }, durationSeconds: sourceSeconds * 0.7, readyAt: createdAt } : {}),
  }).run()
  db.insert(cues).values({ recordingId: ids.recording, position: 0, startSeconds: 24, endSeconds: 28, speaker: 'Ann', text: says }).run()
}
