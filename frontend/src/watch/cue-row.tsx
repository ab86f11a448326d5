import type { Cue } from '@f2l/common/contracts/transcript.ts'
import { For, Show } from 'solid-js'
import { clock } from '../format/duration.ts'
import { percent } from '../format/number.ts'
import { locale, words } from '../words/words.ts'
import { markParts } from './cues.ts'
import styles from './transcript.module.css'

interface CueRowProps {
  cue: Cue
  index: number
  saysSpeaker: boolean
  isCurrent: boolean
  search: string
  isChosenHit: boolean
  onSeek: (seconds: number) => void
  /** How much of it was seen, 0..1, where that is told. */
  heat?: number | undefined
}

export function CueRow(props: CueRowProps) {
  const seek = (): void => props.onSeek(props.cue.start)
  /** A click on the text seeks too, but not when somebody was selecting words to copy. */
  const seekUnlessSelecting = (): void => { if (getSelection()?.isCollapsed ?? true) seek() }
  return (
    <li style={{ '--heat': props.heat }} class={`${styles['cue']} ${props.heat === undefined ? '' : styles['heated']} ${props.isCurrent ? styles['current'] : ''} ${props.isChosenHit ? styles['chosen'] : ''}`} data-cue={props.index} aria-current={props.isCurrent ? 'time' : undefined}>
      <Show when={props.saysSpeaker}><strong class={styles['speaker']}>{props.cue.speaker ?? words.watch.unknownSpeaker}</strong></Show>
      <button type="button" class={styles['at']} aria-label={words.watch.playFrom(clock(props.cue.start))} onClick={seek}>{clock(props.cue.start)}</button>
      <p class={styles['said']} onClick={seekUnlessSelecting}>
        <Show when={props.search !== ''} fallback={props.cue.text}>
          <For each={markParts(props.cue.text, props.search)}>{part => <Show when={part.isHit} fallback={part.text}><mark>{part.text}</mark></Show>}</For>
        </Show>
        <Show when={props.heat !== undefined}><span class="visually-hidden"> ({words.watch.lineSeen(percent(props.heat!, locale))})</span></Show>
      </p>
    </li>
  )
}
