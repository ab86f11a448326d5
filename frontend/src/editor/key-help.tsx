import { createSignal, For } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { Modal } from '../ui/modal.tsx'
import styles from './transcript-editor.module.css'
import { words } from '../words/words.ts'

/** What the keys do in the transcript. */
export function KeyHelp() {
  const [isOpen, setIsOpen] = createSignal(false)
  return (
    <>
      <Button size="s" look="quiet" icon="info" onClick={() => setIsOpen(true)}>{words.editor.keys}</Button>
      <Modal isOpen={isOpen()} onClose={() => setIsOpen(false)} title={words.editor.keysTitle}>
        <dl class={styles['keys']}><For each={words.editor.keyList}>{([keys, text]) => <><dt>{keys}</dt><dd>{text}</dd></>}</For></dl>
      </Modal>
    </>
  )
}
