import { For, onMount } from 'solid-js'
import { IconButton } from '../ui/button.tsx'
import { words } from '../words/words.ts'
import styles from './keyboard-help.module.css'

/** The list of keys, over the page; the browser keeps the focus inside and Escape closes it. */
export default function KeyboardHelp(props: { onClose: () => void }) {
  let dialog!: HTMLDialogElement
  onMount(() => dialog.showModal())
  return (
    <dialog
      ref={element => { dialog = element }} class={styles['help']} aria-label={words.watch.shortcuts} onClose={() => props.onClose()}
      onClick={event => { if (event.target === dialog) dialog.close() }}
      onKeyDown={event => { if (event.key === '?') { event.preventDefault(); dialog.close() } }}
    >
      <header>
        <h2>{words.watch.shortcuts}</h2>
        <IconButton icon="close" label={words.common.close} onClick={() => dialog.close()} />
      </header>
      <dl><For each={words.watch.shortcutList}>{([key, meaning]) => <div><dt><kbd>{key}</kbd></dt><dd>{meaning}</dd></div>}</For></dl>
    </dialog>
  )
}
