import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { createSignal } from 'solid-js'
import { messageOf } from '../api/api-error.ts'
import { useServices } from '../shell/services.tsx'
import { Button } from '../ui/button.tsx'
import { showToast } from '../ui/toast.tsx'
import { words } from '../words/words.ts'

/** Puts a failed or cancelled recording in line again, also where its job is no longer known. It does not ask first. */
export function RetryButton(props: { recording: RecordingSummary; onChanged: () => void }) {
  const { api } = useServices()
  const [isBusy, setIsBusy] = createSignal(false)
  const retry = async (): Promise<void> => {
    setIsBusy(true)
    await api.retry(props.recording.id).catch((thrown: unknown) => showToast(messageOf(thrown), 'danger'))
    setIsBusy(false)
    props.onChanged()
  }
  return <Button size="s" icon="retry" isBusy={isBusy()} onClick={() => void retry()}>{words.library.retry}</Button>
}
