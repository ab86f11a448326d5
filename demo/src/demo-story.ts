import { createWriteStream } from 'node:fs'
import { access, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { RecordingSummary, SharePage } from '@f2l/common/contracts/api.ts'
import type { Mailbox, ReceivedMail } from './mailbox.ts'
import { makeProductClient, waitForVideo } from './product-client.ts'
import { signUp } from './sign-up.ts'

export interface DemoCheck { name: string; ok: boolean; detail: string }

export interface DemoResult {
  shareUrl: string
  videoFile: string
  userDatabase: string
  mail: { to: string; subject: string; link: string }
  sourceSeconds: number
  videoSeconds: number
  checks: DemoCheck[]
}

export interface DemoStoryOptions {
  publicUrl: string
  mailbox: Mailbox
  /** The Fathom link that is pasted. */
  link: string
  person: { email: string; password: string; name: string }
  userDbsDir: string
  /** Where the finished video is downloaded to. */
  outDir: string
  onProgress(recording: RecordingSummary): void
  say(line: string): void
  signal: AbortSignal
}

const databaseName = /^\d{4}-\d{2}-\d{2}-\d{3,}-[a-z0-9-]{1,32}$/
const conversionLimitSeconds = 1800

/** The whole way of one newcomer: sign up, confirm, paste a link, wait, read the mail, watch. */
export async function runDemoStory(options: DemoStoryOptions): Promise<DemoResult> {
  const { mailbox, person, say, signal } = options
  const client = makeProductClient(options.publicUrl)
  await signUp(client, mailbox, person, 60_000)
  say(`signed up ${person.email} and confirmed the address from the mail`)
  const { database } = await client.me()
  say(`user database ${database} was made`)
  const added = await client.addByLink(options.link)
  say(`pasted ${options.link}`)
  const { recording, checks: videoChecks } = await waitForVideo(client, added.id, options.onProgress, conversionLimitSeconds, signal)
  const page = await client.readSharePage(recording.shareToken ?? '')
  const shareUrl = `${options.publicUrl}/s/${page.token}`
  const mail = await mailbox.waitForMail(received => received.to.includes(person.email) && received.text.includes(shareUrl), 60_000)
  const videoFile = await download(options.publicUrl + page.downloadUrl, options.outDir, 'demo-video.mp4')
  const checks = [...await checkResult({ ...options, page, shareUrl, database, mail, videoFile }), ...videoChecks.map(check => ({ ...check, name: `video-${check.name}` }))]
  return {
    shareUrl, videoFile, userDatabase: database, mail: { to: person.email, subject: mail.subject, link: shareUrl },
    sourceSeconds: page.sourceSeconds, videoSeconds: page.durationSeconds, checks,
  }
}

async function download(url: string, folder: string, name: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  const answer = await fetch(url)
  if (!answer.ok || answer.body === null) throw new Error(`Downloading the video answered ${answer.status}.`)
  const path = join(folder, name)
  await pipeline(Readable.fromWeb(answer.body as import('node:stream/web').ReadableStream), createWriteStream(path))
  return path
}

interface Result extends DemoStoryOptions { page: SharePage; shareUrl: string; database: string; mail: ReceivedMail; videoFile: string }

async function checkResult(result: Result): Promise<DemoCheck[]> {
  const { page, publicUrl, mail } = result
  const html = await (await fetch(result.shareUrl)).text()
  const range = await fetch(publicUrl + page.videoUrl, { headers: { range: 'bytes=0-99' } })
  const captions = page.captionsUrl === null ? '' : await (await fetch(publicUrl + page.captionsUrl)).text()
  const poster = await fetch(publicUrl + page.posterUrl)
  return [
    { name: 'user-database-name', ok: databaseName.test(result.database), detail: result.database },
    { name: 'user-database-file', ok: await isThere(join(result.userDbsDir, `${result.database}.db`)), detail: `${result.database}.db lies in the folder of user databases` },
    { name: 'silences-cut', ok: page.durationSeconds < page.sourceSeconds, detail: `${page.sourceSeconds.toFixed(1)} s became ${page.durationSeconds.toFixed(1)} s` },
    { name: 'share-page', ok: html.includes('og:video') && html.includes('og:title'), detail: 'the share page carries its OpenGraph card' },
    { name: 'video-seekable', ok: range.status === 206, detail: `a range of the video answers ${range.status}` },
    { name: 'poster', ok: poster.ok, detail: `the poster answers ${poster.status}` },
    { name: 'captions', ok: captions.startsWith('WEBVTT') && page.cues.length > 0, detail: `${page.cues.length} cues in the synced transcript` },
    { name: 'speakers', ok: new Set(page.cues.map(cue => cue.speaker)).size > 1, detail: 'the transcript knows who speaks' },
    { name: 'chapters', ok: page.chapters.length > 1, detail: `${page.chapters.length} chapters` },
    { name: 'mail', ok: mail.html.includes(result.shareUrl), detail: `"${mail.subject}" lies in the inbox` },
  ]
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(() => true, () => false)
}
