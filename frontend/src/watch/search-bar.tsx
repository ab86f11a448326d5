import { Show } from 'solid-js'
import { IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { words } from '../words/words.ts'
import type { TranscriptSearch } from './transcript-search.ts'
import styles from './transcript.module.css'

/** Enter goes to the next hit, Shift+Enter to the one before, Escape clears. */
export function SearchBar(props: { search: TranscriptSearch }) {
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') props.search.step(event.shiftKey ? -1 : 1)
    else if (event.key === 'Escape') props.search.setText('')
  }
  const found = () => props.search.hits().length === 0 ? words.watch.noHits : words.watch.hits(props.search.place() + 1, props.search.hits().length)
  return (
    <div class={styles['search']} role="search">
      <Icon name="search" size={18} />
      <input type="search" aria-label={words.watch.search} placeholder={words.watch.searchPlaceholder} value={props.search.text()} onInput={event => props.search.setText(event.currentTarget.value)} onKeyDown={press} />
      <Show when={props.search.text().trim() !== ''}>
        <span class={styles['found']} role="status">{found()}</span>
        <IconButton icon="up" label={words.watch.previousHit} disabled={props.search.hits().length === 0} onClick={() => props.search.step(-1)} />
        <IconButton icon="down" label={words.watch.nextHit} disabled={props.search.hits().length === 0} onClick={() => props.search.step(1)} />
        <IconButton icon="close" label={words.watch.clearSearch} onClick={() => props.search.setText('')} />
      </Show>
    </div>
  )
}
