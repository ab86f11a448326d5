import { createSignal, createUniqueId, For, Show } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { words } from '../words/words.ts'
import styles from './transcript.module.css'

/** The transcript as files; the links stand behind a button, for few need them. */
export default function TranscriptFiles(props: { token: string }) {
  const [isOpen, setIsOpen] = createSignal(false)
  const id = createUniqueId()
  return (
    <>
      <Button size="s" look="quiet" icon="download" aria-expanded={isOpen()} aria-controls={id} aria-label={words.watch.files} title={words.watch.files} onClick={() => setIsOpen(open => !open)}>{words.common.download}</Button>
      <ul id={id} role="list" class={styles['files']} hidden={!isOpen()}>
        <Show when={isOpen()}>
          <For each={words.watch.fileKinds}>{([kind, name]) => <li><a href={`/s/${props.token}/transcript.${kind}`} rel="external" download="">{name}</a></li>}</For>
        </Show>
      </ul>
    </>
  )
}
