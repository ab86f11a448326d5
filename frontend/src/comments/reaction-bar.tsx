import { reactionEmoji, type ReactionEmoji } from '@f2l/common/contracts/comments.ts'
import { createSignal, For, Show } from 'solid-js'
import { Button } from '../ui/button.tsx'
import type { Playback } from '../watch/playback.ts'
import { words } from '../words/words.ts'
import type { Discussion } from './discussion.ts'
import styles from './reactions.module.css'

interface Flight { emoji: ReactionEmoji; at: number }

/** Six emoji under the player: one press pins it to the second that is shown. */
export function ReactionBar(props: { discussion: Discussion; playback: Playback }) {
  const [flights, setFlights] = createSignal<Flight[]>([])
  const react = (emoji: ReactionEmoji, index: number): void => {
    props.discussion.react(emoji, props.playback.state.time)
    if (!matchMedia('(prefers-reduced-motion: reduce)').matches) setFlights(all => [...all, { emoji, at: index }])
  }
  const land = (flight: Flight): void => void setFlights(all => all.filter(one => one !== flight))
  return (
    <div class={styles['bar']} role="group" aria-label={words.comments.reactions}>
      <div class={styles['choices']}>
        <For each={reactionEmoji.options}>
          {(emoji, index) => (
            <button type="button" class={styles['choice']} aria-label={words.comments.react(words.comments.emojiNames[emoji])} title={words.comments.emojiNames[emoji]} disabled={props.discussion.isOld()} onClick={() => react(emoji, index())}>
              <span aria-hidden="true">{emoji}</span>
            </button>
          )}
        </For>
        <For each={flights()}>
          {flight => <span class={styles['flight']} aria-hidden="true" style={{ left: `${(flight.at + 0.5) / reactionEmoji.options.length * 100}%` }} onAnimationEnd={() => land(flight)}>{flight.emoji}</span>}
        </For>
      </div>
      <div class={styles['told']} role="status">
        <Show when={props.discussion.reaction.offered()}>{offered => <Undo label={offered().label} onUndo={() => props.discussion.reaction.undo()} />}</Show>
      </div>
      <Show when={props.discussion.failure()}>{failure => <p class={styles['failure']} role="alert">{failure()}</p>}</Show>
    </div>
  )
}

function Undo(props: { label: string; onUndo: () => void }) {
  return (
    <>
      <span class={styles['label']}>{props.label}</span>
      <Button size="s" look="quiet" aria-label={words.comments.undoReaction} onClick={() => props.onUndo()}>{words.comments.undo}</Button>
    </>
  )
}
