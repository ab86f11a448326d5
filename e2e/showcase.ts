import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { jobId, objectKey, videoId, type ObjectKey, type RecordingId, type UserId } from '@f2l/common/contracts/ids.ts'
import { chapters, comments, cues, mails, reactions, recordings, shareRules, videos, views } from '@f2l/user-dbs/schema.ts'
import { makeIdentities } from '@f2l/backend/identities.ts'
import type { ConvertResult } from '@f2l/common/contracts/internal-api.ts'
import type { ObjectStore } from '@f2l/common/object-store.ts'
import { composeMail } from '../worker/src/mail/compose.ts'
import { startSampleFathom } from '../demo/src/sample-fathom.ts'
import { runLibrary, type FilledLibrary } from './filled-library.ts'
import { answerSketches, filmPoster, makeHandWorker, storeFilm } from './hand-worker.ts'
import type { Account } from './page-actions.ts'
import { sampleMeeting } from './sample-meeting.ts'

type Video = ReturnType<FilledLibrary['idsOf']>

/** Addresses of what there is to see. */
export interface Places { meeting: Video; failed: string; binned: string; making: { recording: string; token: string }; waiting: { recording: string; token: string }; locked: string; expired: string; named: string }
export interface Showcase { publicUrl: string; member: Account; newcomer: Account; places: Places; goAway(): Promise<void>; comeBack(): Promise<void>; stop(): Promise<void> }

const newcomer = { email: 'nora@example.com', password: 'a long enough password', name: 'Nora Newcomer' }
const password = 'only for you'

/** One of everything that the product shows, without converting anything: a member with a full library, and a newcomer. */
export async function runShowcase(): Promise<Showcase> {
  const folder = await mkdtemp(join(tmpdir(), 'f2l-showcase-'))
  const fathom = await startSampleFathom(join(folder, 'fathom'), { lengthSeconds: 5 })
  const library = await runLibrary({ FATHOM_API_URL: fathom.apiUrl, FATHOM_SHARE_URL: fathom.shareUrl })
  await library.post('register', newcomer)
  await makeIdentities(library.ground.superuser).markVerified(library.owner)
  await library.call('PUT', '/api/v1/fathom', { apiKey: fathom.apiKey })
  const [expired, named, locked, , , binned, failed, meeting] = await library.fill([
    { title: 'Hiring plan', tags: ['People'], hasPictures: true }, { title: 'Board meeting', hasPictures: true }, { title: 'Salary review', tags: ['People'], hasPictures: true },
    { title: 'Customer call: Northwind', tags: ['Sales', 'Customer'], says: 'They want the smaller remote control by spring.', hasPictures: true, sourceSeconds: 2710 },
    { title: 'Weekly stand-up', tags: ['Team'], hasPictures: true, sourceSeconds: 912 }, { title: 'Test call', hasPictures: true }, { title: 'Vendor demo', state: 'failed' },
    { title: 'Remote control: concept review', tags: ['Product', 'Design'], hasPictures: true },
  ])
  const at = (id: string | undefined) => library.idsOf(Number(id!.slice(4)))
  await makeMeeting(library, at(meeting), { film: join(folder, 'video.mp4'), source: join(folder, 'source.mp4') })
  await library.call('DELETE', `/api/v1/recordings/${binned}`, undefined)
  await library.call('PATCH', `/api/v1/recordings/${locked}/share`, { password })
  await setRules(library, at(expired), { expiresAt: '2026-01-31T12:00:00.000Z' })
  await setRules(library, at(named), { audience: 'people', people: ['somebody@example.com'] })
  await writeMails(library, at(meeting))
  const { making, waiting, stopWork } = await beginWork(library, join(folder, 'source.mp4'))
  const over = new AbortController()
  const sketching = answerSketches(library, join(folder, 'sketches'), over.signal)
  return {
    publicUrl: library.publicUrl, member: library.person, newcomer, goAway: library.goAway, comeBack: library.comeBack,
    places: { meeting: at(meeting), failed: failed!, binned: binned!, making, waiting, locked: at(locked).token, expired: at(expired).token, named: at(named).token },
    async stop() {
      stopWork()
      over.abort()
      await sketching
      await library.stop()
      await fathom.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function makeMeeting({ userDatabases, store, owner }: FilledLibrary, { recording, video }: Video, { film, source }: { film: string; source: string }): Promise<void> {
  const { result, videoSeconds } = await sampleMeeting(owner, video)
  await filmPoster(film, videoSeconds)
  await storeFilm(store, result, film)
  await filmPoster(source, result.plan.source.durationSeconds)
  const sourceKey = await storeSource(store, owner, recording, source)
  const database = await userDatabases.open(owner)
  database.transact(db => {
    const { notes, plan, report } = result
    const speakers = [...new Set(plan.cues.flatMap(({ speaker }) => speaker ?? []))]
    db.update(recordings).set({
      sourceKey, sourceSeconds: plan.source.durationSeconds, recordedAt: notes.recordedAt, participants: speakers, speakers, summaryMarkdown: notes.summaryMarkdown, actionItems: notes.actionItems, highlights: notes.highlights,
    }).where(eq(recordings.id, recording)).run()
    db.update(videos).set({ plan, report, timeMap: { frameRate: plan.frameRate, keep: plan.keep, titleCard: { frames: plan.titleCard.frames } }, durationSeconds: videoSeconds }).where(eq(videos.id, video)).run()
    db.delete(cues).where(eq(cues.recordingId, recording)).run()
    db.insert(cues).values(plan.cues.map(({ start, end, speaker, text }, position) => ({ recordingId: recording, position, startSeconds: start, endSeconds: end, speaker, text }))).run()
    db.insert(chapters).values(plan.chapters.map(({ start, title }, position) => ({ videoId: video, position, startSeconds: start, title }))).run()
    db.insert(shareRules).values({ videoId: video, updatedAt: now(0), callToAction: { text: 'Book a call', url: 'https://example.com/book', colour: '#0f766e' } }).run()
    db.insert(comments).values(said(video)).run()
    db.insert(reactions).values(reacted(video)).run()
    db.insert(views).values(seen(video, result)).run()
  })
}

const hour = 3600_000
const now = (hoursAgo: number): string => new Date(Date.now() - hoursAgo * hour).toISOString()
const idOf = (kind: string, number: number): string => `${kind}_${String(number).padStart(16, '0')}`

function said(video: Video['video']): (typeof comments.$inferInsert)[] {
  const one = (number: number, authorName: string, atSeconds: number | null, text: string, more: Partial<typeof comments.$inferInsert> = {}) =>
    ({ id: idOf('com', number), videoId: video, atSeconds, authorName, visitor: `visitor ${number}`, text, createdAt: now(30 - number), ...more })
  return [
    one(1, 'Gus', 15.2, 'Do we know what the plastic case would cost?'),
    one(2, 'Beth Moore', null, 'Not yet. I ask the factory on Monday: https://example.com/factory', { parentId: idOf('com', 1) }),
    one(3, 'Diana Lowe', 63, 'This is the part to show to the board.'),
    one(4, 'Ines', null, 'Short and clear, thank you!'),
  ]
}

function reacted(video: Video['video']): (typeof reactions.$inferInsert)[] {
  return ([['👍', 6], ['🎉', 22], ['👏', 64], ['❤️', 64.5], ['🤔', 84]] as const).map(([emoji, atSeconds], index) => ({ id: idOf('rea', index), videoId: video, emoji, atSeconds, authorName: 'Gus', visitor: `visitor ${index}`, createdAt: now(20 - index) }))
}

/** Most watch the beginning, some all of it. */
function seen(video: Video['video'], { plan }: Pick<ConvertResult, 'plan'>): (typeof views.$inferInsert)[] {
  const end = plan.source.durationSeconds
  const names = ['Gus', null, 'Diana Lowe', 'Ines', null, 'Callum Hart', null, 'Priya Shah', 'Tom Weber']
  return names.map((viewerName, index) => ({
    id: `vie_${String(index + 2).repeat(16)}`, videoId: video, visitor: `visitor ${index}`, viewerName, startedAt: now(20 * index + 3), lastAt: now(20 * index + 3), isCounted: true,
    seen: [{ start: -2, end: index % 3 === 0 ? end : 20 + index * 9 }], sawCallToAction: index % 2 === 0, clickedAt: index === 0 ? now(2) : null,
  }))
}

async function setRules({ userDatabases, owner }: FilledLibrary, { video }: Video, rules: Partial<typeof shareRules.$inferInsert>): Promise<void> {
  const database = await userDatabases.open(owner)
  database.transact(db => db.insert(shareRules).values({ videoId: video, updatedAt: now(0), ...rules }).run())
}

async function writeMails({ userDatabases, owner, publicUrl, person }: FilledLibrary, { recording, video, token }: Video): Promise<void> {
  const facts = {
    kind: 'send-mail' as const, jobId: jobId.parse('job000000000000'), userId: owner, to: person.email, name: person.name, language: 'en' as const, title: 'Remote control: concept review', posterKey: null,
    sourceSeconds: 130, videoSeconds: 100, chapters: [{ start: 0, title: 'Size and cost' }, { start: 46, title: 'Fashion or function' }], errorMessage: null, recordingId: recording, videoId: video,
  }
  const written = [
    composeMail({ ...facts, template: 'first-view', viewerName: 'Gus', link: `${publicUrl}/recordings/${recording}#insights` }, publicUrl),
    composeMail({ ...facts, template: 'video-ready', link: `${publicUrl}/s/${token}` }, publicUrl),
    composeMail({ ...facts, template: 'verify-email', link: `${publicUrl}/verify?token=abc` }, publicUrl),
  ]
  const database = await userDatabases.open(owner)
  database.transact(db => db.insert(mails).values(written.map((mail, index) => ({ id: idOf('mai', index), jobId: jobId.parse(`job00000000000${index}`), toAddress: person.email, ...mail, delivery: 'outbox' as const, createdAt: now(index * 5 + 1) }))).run())
}

async function storeSource(store: ObjectStore, owner: UserId, recording: RecordingId, source: string): Promise<ObjectKey> {
  const key = objectKey.parse(`users/${owner}/recordings/${recording}/a1/source.mp4`)
  await store.put(key, createReadStream(source))
  return key
}

/** One recording whose video is half made and can be watched, and one that waits; a claim that is kept alive holds them there. */
async function beginWork(library: FilledLibrary, source: string) {
  const { owner, store, userDatabases } = library
  const add = async (name: string, title: string) => {
    const { recording } = await (await library.call('POST', '/api/v1/recordings', { url: `https://fathom.video/share/${name}`, options: { title } })).json() as { recording: { id: string; videoId: string } }
    const token = (await userDatabases.open(owner)).read(db => db.select({ token: videos.shareToken }).from(videos).where(eq(videos.id, videoId.parse(recording.videoId))).get()!.token)
    return { recording: recording.id, token }
  }
  const making = await add('making', 'Design critique, part 2')
  const { job, tell, beat } = await makeHandWorker(library)()
  const waiting = await add('waiting', 'Customer interview: Alpine')
  const { result: made } = await sampleMeeting(owner, job.videoId)
  const sourceKey = await storeSource(store, owner, job.recordingId, source)
  await tell('', 'PATCH', { sourceKey, sourceSeconds: 130 })
  await tell('/stages/ingest', 'PUT', { stage: 'ingest', inputHash: 'x', result: { notes: made.notes }, seconds: 2 })
  await tell('/stages/plan', 'PUT', { stage: 'plan', inputHash: 'x', result: made.plan, seconds: 1 })
  const goOn = () => beat(58, 74)
  await goOn()
  const timer = setInterval(() => void goOn(), 8000)
  return { making, waiting, stopWork: () => clearInterval(timer) }
}
