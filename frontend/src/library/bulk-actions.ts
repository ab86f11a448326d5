import type { BulkAnswer } from '@f2l/common/contracts/library.ts'
import { ApiError, messageOf } from '../api/api-error.ts'
import type { Api } from '../api/api.ts'
import { showToast } from '../ui/toast.tsx'
import { words } from '../words/words.ts'

type BulkApi = Pick<Api, 'bulk'>

/** Moves recordings to the bin and offers the way back. `title` where it is one. Answers whether any went. */
export async function moveToBin(api: BulkApi, ids: string[], title: string | null, onChanged: () => void): Promise<boolean> {
  const answer = await tryBulk(api, 'bin', ids)
  onChanged()
  if (!answer || answer.done.length === 0) return false
  const said = title !== null && answer.done.length === 1 ? words.bin.put(title) : words.bin.putMany(answer.done.length)
  showToast(said, 'good', { label: words.bin.undo, onSelect: () => void restore(api, answer.done, onChanged) })
  return true
}

export async function restore(api: BulkApi, ids: string[], onChanged: () => void): Promise<void> {
  const answer = await tryBulk(api, 'restore', ids)
  if (answer && answer.done.length > 0) showToast(words.bin.restored(answer.done.length))
  onChanged()
}

/** For what shows an error: how much of a bulk action was not done, and why. */
export function notAllDone({ done, failed, reason }: BulkAnswer): ApiError {
  return new ApiError('conflict', 409, words.bin.partly(done.length, failed.length, reason ?? words.errors.unexpected))
}

/** What was not done is told; what is gone already needs no word. */
async function tryBulk(api: BulkApi, action: 'bin' | 'restore', ids: string[]): Promise<BulkAnswer | null> {
  try {
    const answer = await api.bulk({ action, ids })
    if (answer.failed.length > 0) showToast(notAllDone(answer).message, 'danger')
    return answer
  } catch (thrown) {
    showToast(messageOf(thrown), 'danger')
    return null
  }
}
