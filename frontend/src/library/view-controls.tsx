import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { createUniqueId, For, Show } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { words } from '../words/words.ts'
import { isFiltered, isSameTag, type LibraryView, type Sort } from './library-view.ts'
import styles from './view-controls.module.css'

interface ViewControlsProps {
  view: LibraryView
  tags: { tag: string; count: number }[]
  onChange: (part: Partial<LibraryView>) => void
}

/** Which recordings are shown, and in which order. What a search found has an order of its own. */
export function ViewControls(props: ViewControlsProps) {
  const tags = () => {
    const all = Object.fromEntries(props.tags.map(({ tag, count }) => [tag, words.libraryView.tagCount(tag, count)]))
    // A tag of the address that nothing has (any more) must be seen to be taken away.
    const asked = props.view.tag
    return asked === null || props.tags.some(({ tag }) => isSameTag(tag, asked)) ? all : { [asked]: asked, ...all }
  }
  const shownTag = () => props.tags.find(({ tag }) => props.view.tag !== null && isSameTag(tag, props.view.tag))?.tag ?? props.view.tag ?? ''
  return (
    <div class={styles['controls']} role="group" aria-label={words.libraryView.filters}>
      <Choice label={words.libraryView.state} any={words.libraryView.anyState} choices={words.states} value={props.view.state ?? ''} onChoose={state => props.onChange({ state: state === '' ? null : state as RecordingSummary['state'] })} />
      <Show when={Object.keys(tags()).length > 0}>
        <Choice label={words.libraryView.tag} any={words.libraryView.anyTag} choices={tags()} value={shownTag()} onChoose={tag => props.onChange({ tag: tag === '' ? null : tag })} />
      </Show>
      <Choice label={words.libraryView.source} any={words.libraryView.anySource} choices={words.library.sources} value={props.view.source ?? ''} onChoose={source => props.onChange({ source: source === '' ? null : source as RecordingSummary['source'] })} />
      <Show when={props.view.q.trim() === ''}>
        <Choice label={words.libraryView.sort} choices={words.libraryView.sorts} value={props.view.sort} onChoose={sort => props.onChange({ sort: sort as Sort })} />
      </Show>
      <Show when={isFiltered(props.view)}><Button size="s" look="quiet" icon="close" onClick={() => props.onChange({ state: null, tag: null, source: null })}>{words.libraryView.clear}</Button></Show>
    </div>
  )
}

function Choice(props: { label: string; any?: string; choices: Record<string, string>; value: string; onChoose: (value: string) => void }) {
  const id = createUniqueId()
  return (
    <span class={styles['choice']}>
      <label class="visually-hidden" for={id}>{props.label}</label>
      <select id={id} class={`${styles['select']} ${props.any !== undefined && props.value !== '' ? styles['set'] : ''}`} onChange={event => props.onChoose(event.currentTarget.value)}>
        <Show when={props.any}>{any => <option value="" selected={props.value === ''}>{any()}</option>}</Show>
        <For each={Object.entries(props.choices)}>{([value, label]) => <option value={value} selected={props.value === value}>{label}</option>}</For>
      </select>
    </span>
  )
}
