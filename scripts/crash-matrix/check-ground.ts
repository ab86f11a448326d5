import { execFile } from 'node:child_process'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Database from 'better-sqlite3'
import { mentioning } from '../processes.ts'
import type { Added } from './feed.ts'
import type { Ground } from './ground.ts'

export interface Checked {
  /** What was lost, published twice, broken or left over; empty is what is wanted. */
  found: string[]
  recordings: number
  mails: number
  /** Mails that reached the server twice under one id: sent, and the worker killed before it could say so. */
  repeatedMails: number
  objects: number
  databases: number
  mostAttempts: number
}

interface Job { id: string; kind: string; status: string; attempts: number; payload: string; error_code: string }
interface Recording { id: string; state: string; source: string; source_key: string | null; job_id: string | null }
interface Video { id: string; recording_id: string; is_ready: number; files: string | null; duration_seconds: number }

/** Looks at everything that a stopped installation left on disk. */
export async function checkGround(ground: Ground, added: readonly Added[]): Promise<Checked> {
  const files = await databaseFiles(ground.folder)
  const jobs = read<Job>(join(ground.folder, 'pb_data/data.db'), 'SELECT id, kind, status, attempts, payload, error_code FROM global_queue')
  const users = files.filter(file => file.includes('/user_dbs/'))
  const recordings = users.flatMap(file => read<Recording>(file, 'SELECT id, state, source, source_key, job_id FROM recordings'))
  const videos = users.flatMap(file => read<Video>(file, 'SELECT id, recording_id, is_ready, files, duration_seconds FROM videos'))
  const mails = ground.mailbox.mails.flatMap(({ headers }) => headers['message-id']?.includes('.video-') ? [headers['message-id']] : [])
  const store = await listFiles(join(ground.folder, 'objects'))
  const found = [
    ...files.flatMap(checkIntegrity), ...checkRecordings(added, recordings, videos), ...checkJobs(jobs, recordings), ...checkMails(mails, jobs, recordings.length),
    ...checkReferences(store, recordings, videos), ...await checkVideos(ground.folder, videos), ...await checkLeftovers(ground),
  ]
  return {
    found, recordings: recordings.length, mails: new Set(mails).size, repeatedMails: mails.length - new Set(mails).size, objects: store.length, databases: files.length,
    mostAttempts: Math.max(0, ...jobs.map(job => job.attempts)),
  }
}

/** Files that no row names; also of an installation that still runs. */
export async function unnamedObjects(folder: string): Promise<string[]> {
  const users = (await databaseFiles(folder)).filter(file => file.includes('/user_dbs/'))
  const named = namesIn(users.flatMap(file => read<Recording>(file, 'SELECT source, source_key FROM recordings')), users.flatMap(file => read<Video>(file, 'SELECT files FROM videos')))
  return (await listFiles(join(folder, 'objects'))).filter(key => !named.has(key))
}

/** Jobs that are neither done nor given up. */
export function openJobs(folder: string): number {
  return countJobs(folder, "status IN ('pending', 'processing')")
}

/** Jobs that are over, and whose worker still has its hand on them: nobody else gets its place. */
export function heldWhenOver(folder: string): number {
  return countJobs(folder, "status NOT IN ('pending', 'processing') AND lease_expires_at != ''")
}

function countJobs(folder: string, condition: string): number {
  return read<{ count: number }>(join(folder, 'pb_data/data.db'), `SELECT COUNT(*) AS count FROM global_queue WHERE ${condition}`)[0]!.count
}

function checkRecordings(added: readonly Added[], recordings: Recording[], videos: Video[]): string[] {
  const states = new Map(recordings.map(recording => [recording.id, recording.state]))
  const ready = new Map<string, number>()
  for (const { recording_id, is_ready } of videos) ready.set(recording_id, (ready.get(recording_id) ?? 0) + is_ready)
  return [
    ...added.flatMap(({ recordingId }) => states.has(recordingId) ? [] : [`recording ${recordingId} was accepted and is not there`]),
    ...recordings.flatMap(({ id, state }) => state === 'ready' && ready.get(id) === 1 ? [] : [`recording ${id} is ${state} with ${ready.get(id) ?? 0} finished videos`]),
    ...recordings.length === new Set(added.map(({ recordingId }) => recordingId)).size ? [] : [`${recordings.length} recordings, but ${added.length} were handed over`],
  ]
}

function checkJobs(jobs: Job[], recordings: Recording[]): string[] {
  const conversions = jobs.filter(job => job.kind === 'convert')
  const ids = conversions.map(job => (JSON.parse(job.payload) as { recordingId: string }).recordingId)
  return [
    ...jobs.flatMap(({ id, kind, status, error_code }) => status === 'completed' ? [] : [`job ${id} (${kind}) is ${status} ${error_code}`]),
    ...recordings.flatMap(({ id, job_id }) => conversions.some(job => job.id === job_id) ? [] : [`recording ${id} names no job`]),
    ...new Set(ids).size === ids.length ? [] : ['a recording has two conversions'],
  ]
}

/** One mail a finished recording, by its id; none says that something failed. */
function checkMails(mails: string[], jobs: Job[], recordings: number): string[] {
  const videoMails = jobs.filter(job => job.kind === 'send-mail' && job.payload.includes('video-'))
  const distinct = new Set(mails)
  return [
    ...distinct.size === recordings ? [] : [`${distinct.size} mails about ${recordings} recordings`],
    ...videoMails.length === recordings ? [] : [`${videoMails.length} mail jobs about ${recordings} recordings`],
    ...[...distinct].filter(id => id.includes('video-failed')).map(id => `mail ${id} says that a recording failed`),
  ]
}

function checkReferences(store: string[], recordings: Recording[], videos: Video[]): string[] {
  const named = namesIn(recordings, videos)
  const there = new Set(store)
  return [
    ...store.filter(key => !named.has(key)).map(key => `${key} lies in the object store and no row names it`),
    ...[...named].filter(key => !there.has(key)).map(key => `${key} is named and not in the object store`),
  ]
}

function namesIn(recordings: Pick<Recording, 'source' | 'source_key'>[], videos: Pick<Video, 'files'>[]): Set<string> {
  const sources = recordings.flatMap(({ source, source_key }) => {
    const { mediaKey, transcriptKey } = JSON.parse(source) as { mediaKey?: string; transcriptKey?: string | null }
    return [mediaKey, transcriptKey, source_key]
  })
  const files = videos.flatMap(({ files }) => Object.values(JSON.parse(files ?? '{}') as Record<string, string | null>))
  return new Set([...sources, ...files].filter(key => typeof key === 'string'))
}

/** Every picture and sound of every video can be decoded, and its other files are not empty. */
async function checkVideos(folder: string, videos: Video[]): Promise<string[]> {
  const found: string[] = []
  for (const { id, files } of videos) {
    const keys = Object.entries(JSON.parse(files ?? '{}') as Record<string, string | null>).filter(([, key]) => key !== null)
    for (const [role, key] of keys) {
      const path = join(folder, 'objects', key!)
      const size = await stat(path).then(stats => stats.size, () => 0)
      if (size === 0) found.push(`${role} of video ${id} is empty or gone`)
      if (role === 'video' && size > 0) found.push(...await decodes(path, id))
      if (['plan', 'report', 'transcript'].includes(role) && !isJson(await readFile(path, 'utf8').catch(() => ''))) found.push(`${role} of video ${id} is broken`)
    }
  }
  return found
}

async function decodes(path: string, id: string): Promise<string[]> {
  const said = await promisify(execFile)(process.env['FFMPEG_PATH'] || 'ffmpeg', ['-v', 'error', '-i', path, '-f', 'null', '-']).then(({ stderr }) => stderr, (error: unknown) => String(error))
  return said === '' ? [] : [`video ${id} cannot be decoded: ${said.slice(0, 200)}`]
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object'
  } catch {
    return false
  }
}

async function checkLeftovers(ground: Ground): Promise<string[]> {
  return [...await leftFiles(ground), ...(await mentioning(ground.folder)).map(line => `process ${line}`)]
}

/** What only work under way may have on disk; also of an installation that still runs. */
export async function leftFiles({ folder, temporary }: Ground): Promise<string[]> {
  const parts = (await readdir(join(folder, 'objects'))).includes('.parts') ? await readdir(join(folder, 'objects/.parts')) : []
  const work = (await readdir(join(folder, 'work')).catch(() => [])).filter(name => name !== 'machine-speed.json')
  const cache = (await readdir(join(folder, 'render-cache'), { recursive: true }).catch(() => [])).filter(name => name.endsWith('.part'))
  return [
    ...parts.map(name => `half-written object ${name}`), ...work.map(name => `work folder ${name}`), ...cache.map(name => `half-written piece ${name}`),
    ...(await readdir(temporary)).map(name => `temporary file ${name}`),
  ]
}

function checkIntegrity(file: string): string[] {
  const [answer] = read<{ integrity_check: string }>(file, 'PRAGMA integrity_check')
  return answer?.integrity_check === 'ok' ? [] : [`${file}: ${answer?.integrity_check}`]
}

function read<Row>(file: string, sql: string): Row[] {
  const database = new Database(file, { readonly: true })
  try {
    return database.prepare(sql).all() as Row[]
  } finally {
    database.close()
  }
}

async function databaseFiles(folder: string): Promise<string[]> {
  const names = await Promise.all(['pb_data', 'user_dbs'].map(async part => (await readdir(join(folder, part))).map(name => join(folder, part, name))))
  return names.flat().filter(name => name.endsWith('.db'))
}

/** Keys of all whole objects. */
async function listFiles(store: string): Promise<string[]> {
  const entries = await readdir(store, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name).slice(store.length + 1)).filter(key => !key.startsWith('.'))
}
