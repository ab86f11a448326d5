import { createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { objectKey, type ObjectKey, type RecordingId, type UserId } from '@f2l/common/contracts/ids.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { BackendDeps } from '../deps.ts'
import { projectFolder } from '../project-folder.ts'
import { addRecording, type NewRecording } from './add-recording.ts'
import { foldersOf } from './delete-recording.ts'
import { mp4Seconds } from './mp4-length.ts'
import { newRecordingId, randomName } from './new-ids.ts'
import { findBySource, findRecording } from './recording-rows.ts'
import { roomFor } from './storage-room.ts'

/** The meeting that comes with the product: its sound and texts are free to use (demo/media/CREDITS.md). */
const sample = {
  mediaName: 'sample-meeting.mp4', transcriptName: 'sample-meeting.transcript.json',
  title: 'Sample meeting: a new remote control', recordedAt: '2026-03-12T10:00:00.000Z',
}
/** One sample a person, however often it is asked for. */
const sourceIdentity = 'sample:1'

/**
 * Adds the sample meeting, as if the person had uploaded it: no Fathom and no internet are needed. One that is there already
 * is answered, out of the bin where it lay there.
 * @throws AppError `file.not_found` where the installation has no sample, and what `addRecording` throws
 */
export async function addSample(deps: BackendDeps, userId: UserId): Promise<{ id: RecordingId; alreadyThere: boolean }> {
  const database = await deps.userDatabases.open(userId)
  const there = database.read(db => findBySource(db, sourceIdentity))
  if (there?.source.kind === 'upload') return addRecording(deps, userId, { source: there.source, sourceIdentity, title: there.title, options: there.options })
  return addNew(deps, userId)
}

async function addNew(deps: BackendDeps, userId: UserId): Promise<{ id: RecordingId; alreadyThere: boolean }> {
  const sources = await findSample(deps)
  await roomFor(deps, userId)
  const id = newRecordingId()
  const [folder] = foldersOf(userId, id)
  const keys = { media: objectKey.parse(`${folder}upload/media-${randomName()}`), transcript: objectKey.parse(`${folder}upload/transcript-${randomName()}`) }
  try {
    await deps.store.put(keys.media, createReadStream(sources.media), deps.signal)
    await deps.store.put(keys.transcript, createReadStream(sources.transcript), deps.signal)
    return await addRecording(deps, userId, { ...asRecording(id, keys), sourceSeconds: await mp4Seconds(deps.store, keys.media) })
  } finally {
    // Another click at the same moment may have been quicker: then nobody needs these.
    const database = await deps.userDatabases.open(userId)
    if (!database.read(db => findRecording(db, id))) await Promise.all(Object.values(keys).map(key => deps.store.delete(key)))
  }
}

function asRecording(id: RecordingId, { media, transcript }: { media: ObjectKey; transcript: ObjectKey }): NewRecording {
  return {
    id, sourceIdentity, title: sample.title, recordedAt: sample.recordedAt, options: { title: sample.title },
    source: { kind: 'upload', mediaKey: media, fileName: sample.mediaName, transcriptKey: transcript, transcriptFileName: sample.transcriptName },
  }
}

async function findSample({ config }: BackendDeps): Promise<{ media: string; transcript: string }> {
  const folder = resolve(projectFolder, config.SAMPLE_MEETING_DIR)
  const [media, transcript] = [join(folder, sample.mediaName), join(folder, sample.transcriptName)]
  await Promise.all([access(media), access(transcript)]).catch((cause: unknown) => {
    throw new AppError('file.not_found', 'This installation came without its sample meeting. Paste a link or upload a file instead.', { cause })
  })
  return { media, transcript }
}
