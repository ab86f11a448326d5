import type { IncomingMessage } from 'node:http'
import type { RecordingId, UserId } from '@f2l/common/contracts/ids.ts'
import type { BackendDeps } from '../deps.ts'
import { addRecording, type NewRecording } from './add-recording.ts'
import { foldersOf } from './delete-recording.ts'
import { mp4Seconds } from './mp4-length.ts'
import { newRecordingId } from './new-ids.ts'
import { discardUpload, receiveUpload, type ReceivedUpload } from './receive-upload.ts'
import { findRecording } from './recording-rows.ts'
import { requireFits, roomFor } from './storage-room.ts'

/**
 * Receives a file and adds it. The same bytes again (with the same transcript) are the recording that is there.
 * @throws AppError `storage.full`, and what `receiveUpload` and `addRecording` throw; files that no recording has are deleted first
 */
export async function addUpload(deps: BackendDeps, userId: UserId, request: IncomingMessage): Promise<{ id: RecordingId; alreadyThere: boolean }> {
  const id = newRecordingId()
  const [folder] = foldersOf(userId, id)
  const maxUploadBytes = Math.min(deps.config.MAX_UPLOAD_BYTES, await roomFor(deps, userId))
  const upload = await receiveUpload({ store: deps.store, maxUploadBytes }, `${folder}upload/`, request)
  try {
    await requireFits(deps, userId)
    return await addRecording(deps, userId, { ...asRecording(id, upload), sourceSeconds: await mp4Seconds(deps.store, upload.media.key) })
  } finally {
    const database = await deps.userDatabases.open(userId)
    if (!database.read(db => findRecording(db, id))) await discardUpload(deps.store, upload)
  }
}

function asRecording(id: RecordingId, { media, transcript, options }: ReceivedUpload): NewRecording {
  return {
    id, options, title: media.title,
    source: {
      kind: 'upload', mediaKey: media.key, fileName: media.fileName,
      transcriptKey: transcript?.key ?? null, transcriptFileName: transcript?.fileName ?? null,
    },
    sourceIdentity: ['upload', media.sha256, ...(transcript ? [transcript.sha256] : [])].join(':'),
  }
}
