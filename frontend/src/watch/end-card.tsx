import { Show } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { words } from '../words/words.ts'
import type { Playback } from './playback.ts'
import styles from './player.module.css'

/** What stands over the last picture once all was played. */
export function EndCard(props: { playback: Playback }) {
  return (
    <Show when={props.playback.state.hasEnded && !props.playback.state.isPlaying}>
      <div class={styles['end']}>
        <Button look="primary" icon="retry" onClick={() => props.playback.seek(0, { andPlay: true })}>{words.player.again}</Button>
      </div>
    </Show>
  )
}
