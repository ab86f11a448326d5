import { onCleanup, onMount, Show } from 'solid-js'
import { IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { words } from '../words/words.ts'
import styles from './search-field.module.css'

/** Searches while it is typed in. `/` anywhere on the page leads here; Escape empties it, and leaves it once it is empty. */
export function SearchField(props: { value: string; onInput: (value: string) => void }) {
  let field!: HTMLInputElement
  const reach = (event: KeyboardEvent): void => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
    event.preventDefault()
    field.focus()
    field.select()
  }
  onMount(() => document.addEventListener('keydown', reach))
  onCleanup(() => document.removeEventListener('keydown', reach))
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing) return
    event.stopPropagation()
    if (field.value === '') field.blur()
    else clear()
  }
  const clear = (): void => { props.onInput(''); field.focus() }
  return (
    <form role="search" class={styles['frame']} onSubmit={event => event.preventDefault()}>
      <Icon name="search" size={18} />
      <input
        ref={element => { field = element }} class={styles['input']} type="search" name="q" autocomplete="off" maxlength="200" aria-label={words.librarySearch.field} aria-keyshortcuts="/" placeholder={words.librarySearch.placeholder}
        value={props.value} onInput={event => props.onInput(event.currentTarget.value)} onKeyDown={onKey}
      />
      <Show when={props.value !== ''} fallback={<kbd class={styles['key']} aria-hidden="true">{words.librarySearch.key}</kbd>}>
        <IconButton icon="close" label={words.librarySearch.clear} onClick={clear} />
      </Show>
    </form>
  )
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="alertdialog"], [role="menu"]') !== null
}
