import type { RecordingId } from '@f2l/common/contracts/ids.ts'

const turns = new Map<RecordingId, Promise<void>>()

/**
 * What decides about a recording's job (edit, retry, cancel, bin, delete) runs one after the other for each recording: between reading where it
 * stands and writing what follows, nobody else may do the same. Enough because one backend alone opens the user databases.
 * Not to be called by work that has its turn already.
 */
export function inTurn<T>(id: RecordingId, work: () => Promise<T>): Promise<T> {
  const mine = (turns.get(id) ?? Promise.resolve()).then(work)
  const over = mine.then(() => undefined, () => undefined)
  turns.set(id, over)
  void over.then(() => { if (turns.get(id) === over) turns.delete(id) })
  return mine
}
