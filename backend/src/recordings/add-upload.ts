import type { IncomingMessage } from 'node:http'
import type { RecordingId, UserId } from '@f2l/common/contracts/ids.ts'
import type { BackendDeps } from '../deps.ts'
import { addRecording, type NewRecording } from './add-recording.ts'
import { foldersOf } from './delete-recording.ts'
import { newRecordingId } from './new-ids.ts'
import { discardUpload, receiveUpload, type ReceivedUpload } from './receive-upload.ts'
import { findRecording } from './recording-rows.ts'

/**
 * Receives a file and adds it. The same bytes again (with the same transcript) are the recording that is there.
 * @throws what `receiveUpload` and `addRecording` throw; files that no recording has are deleted first
 */
export async function addUpload(deps: BackendDeps, userId: UserId, request: IncomingMessage): Promise<{ id: RecordingId; alreadyThere: boolean }> {
  const id = newRecordingId()
  const [folder] = foldersOf(userId, id)
  const upload = await receiveUpload({ store: deps.store, maxUploadBytes: deps.config.MAX_UPLOAD_BYTES }, `${folder}upload/`, request)
  try {
    return await addRecording(deps, userId, asRecording(id, upload))
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
