import { createEffect, createSignal, on, onCleanup, onMount, Show } from 'solid-js'
import { clock } from '../format/duration.ts'
import { Icon } from '../ui/icon.tsx'
import { words } from '../words/words.ts'
import type { Playback } from './playback.ts'
import { readPlace, rememberPlace } from './places.ts'
import styles from './player.module.css'

const rememberEveryMs = 5000

/** Keeps the place, and offers it to who comes back and did not follow a link to another one. */
export default function ResumeOffer(props: { token: string; playback: Playback }) {
  const state = () => props.playback.state
  // What was left last time is read once, before this visit writes its own.
  // eslint-disable-next-line solid/reactivity
  const [place] = createSignal(props.playback.state.time > 0 ? null : readPlace(props.token, props.playback.state.duration))
  const keep = (): void => { if (state().hasStarted) rememberPlace(props.token, state().hasEnded ? 0 : state().time) }
  createEffect(on(() => state().isPlaying, keep, { defer: true }))
  onMount(() => {
    const timer = setInterval(() => { if (state().isPlaying) keep() }, rememberEveryMs)
    const leave = new AbortController()
    addEventListener('pagehide', keep, { signal: leave.signal })
    onCleanup(() => { clearInterval(timer); leave.abort(); keep() })
  })
  return (
    <Show when={!state().hasStarted && !state().hasFailed ? place() : null}>
      {seconds => (
        <button type="button" class={styles['resume']} onClick={() => props.playback.seek(seconds(), { andPlay: true })}>
          <Icon name="retry" size={16} />{words.player.resume(clock(seconds()))}
        </button>
      )}
    </Show>
  )
}
