import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount, Show } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { words } from '../words/words.ts'
import styles from './library.module.css'
import { RecordingCard } from './recording-card.tsx'
import type { Selection } from './selection.ts'

/** Cards drawn at first. */
const pageSize = 24
/** Cards drawn at a time when the end of them comes near: so few that scrolling does not falter. */
const stepSize = 8

interface GridProps {
  recordings: RecordingSummary[]
  selection: Selection
  knownTags: string[]
  /** Another view begins at its top again. */
  viewKey: string
  onChanged: () => void
}

export function RecordingGrid(props: GridProps) {
  const [room, setRoom] = createSignal(pageSize)
  createEffect(on(() => props.viewKey, () => setRoom(pageSize), { defer: true }))
  const isSelecting = createMemo(() => props.selection.ids().length > 0)
  const rest = () => props.recordings.length - room()
  return (
    <>
      <ul role="list" class={styles['grid']} aria-label={words.library.listLabel}>
        <For each={props.recordings.slice(0, room())}>
          {recording => (
            <RecordingCard
              recording={recording} onChanged={() => props.onChanged()} knownTags={props.knownTags} isSelecting={isSelecting()}
              isSelected={props.selection.has(recording.id)} onSelect={isRange => props.selection.toggle(recording.id, isRange)}
            />
          )}
        </For>
      </ul>
      <Show when={rest() > 0}><MoreCards count={Math.min(rest(), stepSize)} onMore={() => setRoom(now => now + stepSize)} /></Show>
    </>
  )
}

/** Comes into sight by scrolling, and then asks by itself. */
function MoreCards(props: { count: number; onMore: () => void }) {
  let place!: HTMLDivElement
  onMount(() => {
    const watcher = new IntersectionObserver(entries => {
      if (!entries.some(entry => entry.isIntersecting)) return
      props.onMore()
      // It tells changes only: watched anew, it tells whether the end is still near.
      watcher.unobserve(place)
      requestAnimationFrame(() => watcher.observe(place))
    }, { rootMargin: '1200px' })
    watcher.observe(place)
    onCleanup(() => watcher.disconnect())
  })
  return <div ref={element => { place = element }} class={styles['more']}><Button onClick={() => props.onMore()}>{words.libraryView.showMore(props.count)}</Button></div>
}
