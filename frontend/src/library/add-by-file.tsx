import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { createSignal, onCleanup, Show } from 'solid-js'
import type { OptionsInput } from '../api/api.ts'
import { uploadRecording } from '../api/upload.ts'
import { bytes } from '../format/bytes.ts'
import { useServices } from '../shell/services.tsx'
import { Button } from '../ui/button.tsx'
import { createForm, Form } from '../ui/form.tsx'
import { Progress } from '../ui/progress.tsx'
import { locale, words } from '../words/words.ts'
import styles from './add-panel.module.css'
import { ConvertOptions } from './convert-options.tsx'
import { DropZone, TranscriptPicker } from './drop-zone.tsx'

export function AddByFile(props: { onAdded: (added: { recording: RecordingSummary; alreadyThere: boolean }) => void }) {
  const { session } = useServices()
  const [media, setMedia] = createSignal<File | null>(null)
  const [transcript, setTranscript] = createSignal<File | null>(null)
  const [options, setOptions] = createSignal<OptionsInput>({})
  const [sent, setSent] = createSignal<{ bytes: number; of: number } | null>(null)
  let running = new AbortController()
  onCleanup(() => running.abort())
  const problem = () => media() === null ? words.add.missingFile : undefined

  const send = async (): Promise<void> => {
    running = new AbortController()
    const { signal } = running
    setSent({ bytes: 0, of: media()!.size })
    try {
      const upload = { media: media()!, transcript: transcript(), options: options(), signal, onProgress: (done: number, of: number) => setSent({ bytes: done, of }) }
      props.onAdded(await uploadRecording(session, upload))
      setMedia(null)
      setTranscript(null)
    } catch (thrown) {
      if (!signal.aborted) throw thrown
    } finally {
      setSent(null)
    }
  }
  const form = createForm(send, () => [problem()])
  return (
    <Form state={form} class={styles['stack']}>
      <Show when={sent()} fallback={(
        <>
          <DropZone media={media()} error={form.wasTried() ? problem() : undefined} onFiles={files => { if (files.media) setMedia(files.media); if (files.transcript) setTranscript(files.transcript) }} />
          <TranscriptPicker transcript={transcript()} onChoose={setTranscript} />
          <ConvertOptions value={options()} onChange={setOptions} />
          <div><Button type="submit" look="primary" icon="upload">{words.add.upload}</Button></div>
        </>
      )}>
        {now => <UploadProgress name={media()?.name ?? ''} sentBytes={now().bytes} totalBytes={now().of} onCancel={() => running.abort()} />}
      </Show>
    </Form>
  )
}

function UploadProgress(props: { name: string; sentBytes: number; totalBytes: number; onCancel: () => void }) {
  const percent = () => props.totalBytes === 0 ? 0 : props.sentBytes / props.totalBytes * 100
  return (
    <div>
      <div class={styles['progressWords']}>
        <strong>{props.name}</strong>
        <span>{words.add.uploadProgress(bytes(props.sentBytes, locale), bytes(props.totalBytes, locale))}</span>
      </div>
      <Progress label={words.add.uploading} percent={percent()} />
      <div class={styles['second']}><Button size="s" look="quiet" onClick={() => props.onCancel()}>{words.common.cancel}</Button></div>
    </div>
  )
}
