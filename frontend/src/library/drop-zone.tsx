import { createSignal, Show } from 'solid-js'
import { bytes } from '../format/bytes.ts'
import { IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { locale, words } from '../words/words.ts'
import styles from './add-panel.module.css'
import { sortFiles } from './sort-files.ts'

interface Files { media: File | null; transcript: File | null }

/** Takes files by drag and drop or by the file dialog; a transcript dropped along is recognised. */
export function DropZone(props: { media: File | null; error: string | undefined; onFiles: (files: Files) => void }) {
  const [isOver, setIsOver] = createSignal(false)
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setIsOver(false)
    props.onFiles(sortFiles([...event.dataTransfer?.files ?? []]))
  }
  return (
    <div
      class={`${styles['drop']} ${isOver() ? styles['over'] : ''}`}
      onDragOver={event => { event.preventDefault(); setIsOver(true) }} onDragLeave={() => setIsOver(false)} onDrop={drop}
    >
      <Icon name={props.media ? 'film' : 'upload'} size={28} />
      <Show when={props.media} fallback={<strong>{isOver() ? words.add.dropNow : words.add.drop}</strong>}>
        {file => <p class={styles['file']}><strong>{file().name}</strong> <span class={styles['soft']}>{bytes(file().size, locale)}</span></p>}
      </Show>
      <Show when={!props.media}><span class={styles['soft']}>{words.add.or}</span></Show>
      <label class={styles['pick']}>
        {props.media ? words.add.changeFile : words.add.choose}
        <input
          class="visually-hidden" type="file" accept="video/*,audio/*,.mkv,.m4a" aria-label={words.add.media} aria-invalid={props.error ? true : undefined}
          onChange={event => props.onFiles(sortFiles([...event.currentTarget.files ?? []]))}
        />
      </label>
      <Show when={props.error}><p class={styles['problem']} role="alert">{props.error}</p></Show>
    </div>
  )
}

export function TranscriptPicker(props: { transcript: File | null; onChoose: (file: File | null) => void }) {
  return (
    <div class={styles['second']}>
      <Show when={props.transcript} fallback={(
        <label class={styles['pick']}>
          <Icon name="file" size={18} />{words.add.chooseTranscript}
          <input class="visually-hidden" type="file" accept=".vtt,.srt,.txt,.json" aria-label={words.add.transcript} onChange={event => props.onChoose(event.currentTarget.files?.[0] ?? null)} />
        </label>
      )}>
        {file => (
          <span class={styles['file']}>
            <Icon name="file" size={18} /><strong>{file().name}</strong>
            <IconButton icon="close" label={words.add.removeTranscript} onClick={() => props.onChoose(null)} />
          </span>
        )}
      </Show>
      <span class={styles['soft']}>{words.add.transcriptHint}</span>
    </div>
  )
}
