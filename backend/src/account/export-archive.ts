import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { Readable } from 'node:stream'
import { objectKey, type ObjectKey, type UserId } from '@f2l/common/contracts/ids.ts'
import type { ObjectStore } from '@f2l/common/object-store.ts'
import { newTemporaryFolder, removeTemporaryFolder } from '@f2l/common/temporary-folder.ts'
import { findBrand } from '../brand/brand.ts'
import type { BackendDeps } from '../deps.ts'
import { listRecordings, type RecordingAndVideo } from '../recordings/recording-rows.ts'
import { readAllActivity } from './activity.ts'
import { tarSize, writeTar, type TarEntry } from './tar.ts'

type ExportDeps = Pick<BackendDeps, 'userDatabases' | 'store' | 'activity'>

export interface ExportArchive { sizeBytes: number; pieces(): AsyncGenerator<Buffer>; discard(): Promise<void> }

const readMe = `Your data from Fathom-to-Loom.

data.db            everything that was stored about your recordings (SQLite; stored keys and passwords are left out)
activity.json      what happened to your account: sign-ins, passwords, keys, links (of the last year)
logo.png           your logo
recordings/…       one folder a recording:
  source.*         the recording as it came in
  video.mp4        the finished video
  captions.*       its captions; chapters.vtt its chapters
  transcript.json  who said what and when
  plan.json        every cut with its reason
  report.json      what the video proved about itself
`

/** What a person's archive will hold, for who is about to fetch it. */
export async function measureExport(deps: ExportDeps, userId: UserId): Promise<{ recordings: number; sizeBytes: number }> {
  const rows = await allRecordings(deps, userId)
  return { recordings: rows.length, sizeBytes: tarSize([await activityEntry(deps, userId), ...await logoEntry(deps, userId), ...await entriesOf(deps.store, rows)]) }
}

/**
 * Everything of a person as one archive. Only the copy of the database is put on disk (`discard` removes it); the
 * files are read while they are sent.
 */
export async function openExport(deps: ExportDeps, userId: UserId): Promise<ExportArchive> {
  const folder = await newTemporaryFolder('export')
  const discard = (): Promise<void> => removeTemporaryFolder(folder)
  try {
    const database = join(folder, 'data.db')
    await deps.userDatabases.copyWithoutSecrets(userId, database)
    const rows = await allRecordings(deps, userId)
    const entries = [
      textEntry('README.txt', readMe), await fileEntry('data.db', database), await activityEntry(deps, userId), ...await logoEntry(deps, userId), ...await entriesOf(deps.store, rows),
    ]
    return { sizeBytes: tarSize(entries), pieces: () => writeTar(entries), discard }
  } catch (error) {
    await discard()
    throw error
  }
}

/** Those in the bin are theirs, too. */
async function allRecordings({ userDatabases }: ExportDeps, userId: UserId): Promise<RecordingAndVideo[]> {
  return (await userDatabases.open(userId)).read(db => [...listRecordings(db), ...listRecordings(db, { inBin: true })])
}

async function activityEntry(deps: ExportDeps, userId: UserId): Promise<TarEntry> {
  return textEntry('activity.json', `${JSON.stringify(await readAllActivity(deps, userId), null, 2)}\n`)
}

async function logoEntry({ userDatabases, store }: Pick<ExportDeps, 'userDatabases' | 'store'>, userId: UserId): Promise<TarEntry[]> {
  const { logoKey } = (await userDatabases.open(userId)).read(findBrand)
  const info = logoKey && await store.stat(logoKey)
  return logoKey && info ? [{ name: 'logo.png', sizeBytes: info.sizeBytes, modifiedAt: info.modifiedAt, read: () => store.read(logoKey) }] : []
}

async function entriesOf(store: ObjectStore, rows: RecordingAndVideo[]): Promise<TarEntry[]> {
  const entries: TarEntry[] = []
  for (const row of rows) {
    for (const { name, key } of filesOf(row)) {
      const info = await store.stat(key)
      if (info) entries.push({ name: `recordings/${folderOf(row)}/${name}`, sizeBytes: info.sizeBytes, modifiedAt: info.modifiedAt, read: () => store.read(key) })
    }
  }
  return entries
}

function filesOf({ recording: { source, sourceKey }, video }: RecordingAndVideo): { name: string; key: ObjectKey }[] {
  const upload = source.kind === 'upload' ? source : null
  const named: [string, string | null | undefined][] = [
    [`source${extensionOf(upload?.fileName ?? sourceKey ?? '')}`, upload?.mediaKey ?? sourceKey],
    [`source-transcript${extensionOf(upload?.transcriptFileName ?? '')}`, upload?.transcriptKey],
    ['video.mp4', video?.files?.video], ['poster.jpg', video?.files?.poster], ['preview.gif', video?.files?.preview],
    ['captions.vtt', video?.files?.captionsVtt], ['captions.srt', video?.files?.captionsSrt], ['chapters.vtt', video?.files?.chaptersVtt],
    ['transcript.json', video?.files?.transcript], ['plan.json', video?.files?.plan], ['report.json', video?.files?.report],
  ]
  return named.flatMap(([name, key]) => {
    const parsed = objectKey.safeParse(key)
    return parsed.success ? [{ name, key: parsed.data }] : []
  })
}

/** What a person recognises, and the id, so that two meetings of one title stay apart. */
function folderOf({ recording }: RecordingAndVideo): string {
  const plain = recording.title.normalize('NFKD').replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 60)
  return `${recording.createdAt.slice(0, 10)}-${plain || 'recording'}-${recording.id.slice(4, 12)}`
}

function extensionOf(name: string): string {
  return /^\.[a-z0-9]{1,8}$/i.test(extname(name)) ? extname(name).toLowerCase() : ''
}

function textEntry(name: string, text: string): TarEntry {
  const bytes = Buffer.from(text)
  return { name, sizeBytes: bytes.length, modifiedAt: new Date(), read: () => Promise.resolve(Readable.from([bytes])) }
}

async function fileEntry(name: string, path: string): Promise<TarEntry> {
  const { size, mtime } = await stat(path)
  return { name, sizeBytes: size, modifiedAt: mtime, read: () => Promise.resolve(createReadStream(path)) }
}
