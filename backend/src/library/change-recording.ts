import type { z } from 'zod'
import type { RecordingId, UserId } from '@f2l/common/contracts/ids.ts'
import { mostTags, type recordingChange } from '@f2l/common/contracts/library.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { Writer } from '@f2l/user-dbs/user-databases.ts'
import type { BackendDeps } from '../deps.ts'
import { readRecording, updateRecording } from '../recordings/recording-rows.ts'

type ChangeDeps = Pick<BackendDeps, 'userDatabases' | 'events'>

/**
 * Renames a recording or sets its tags. A title that a person chose is kept when the video is made again.
 * @throws AppError `not_found`
 */
export async function changeRecording(deps: ChangeDeps, userId: UserId, id: RecordingId, { title, tags }: z.output<typeof recordingChange>): Promise<void> {
  const database = await deps.userDatabases.open(userId)
  database.transact(db => {
    const { recording } = readRecording(db, id)
    updateRecording(db, id, {
      ...(title === undefined ? {} : { title, options: { ...recording.options, title } }),
      ...(tags === undefined ? {} : { tags: distinct(tags) }),
    })
  })
  await deps.events.publish(userId, { type: 'recording', recordingId: id })
}

/** Adds and removes tags, whatever their case. @throws AppError `not_found`, `input.invalid` where there would be too many */
export async function retag(deps: ChangeDeps, userId: UserId, id: RecordingId, change: { add: string[]; remove: string[] }): Promise<void> {
  const database = await deps.userDatabases.open(userId)
  database.transact(db => writeTags(db, id, change))
  await deps.events.publish(userId, { type: 'recording', recordingId: id })
}

function writeTags(db: Writer, id: RecordingId, { add, remove }: { add: string[]; remove: string[] }): void {
  const gone = new Set(remove.map(keyOf))
  const tags = distinct([...readRecording(db, id).recording.tags.filter(tag => !gone.has(keyOf(tag))), ...add])
  if (tags.length > mostTags) throw new AppError('input.invalid', `A recording can have at most ${mostTags} tags.`)
  updateRecording(db, id, { tags })
}

/** The first spelling of each stays. */
function distinct(tags: string[]): string[] {
  return [...new Map(tags.toReversed().map(tag => [keyOf(tag), tag.normalize('NFC')])).values()].toReversed()
}

function keyOf(tag: string): string {
  return tag.normalize('NFC').toLowerCase()
}
