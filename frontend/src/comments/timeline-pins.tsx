import type { CommentView, ReactionView } from '@f2l/common/contracts/comments.ts'
import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount, Show } from 'solid-js'
import type { Playback } from '../watch/playback.ts'
import { locale, words } from '../words/words.ts'
import type { Discussion } from './discussion.ts'
import { countEmoji, firstWords, groupAt, groupByPlace, type Group } from './timeline-groups.ts'
import styles from './timeline-pins.module.css'

type Placed = CommentView & { at: number }
type Tip = { at: number; title: string; text: string }

/** What is closer on the bar would overlap. */
const pinPixels = 26
const tipLetters = 90

/**
 * Comments and reactions on the timeline, which stays one slider: they are for the eye and the pointer, everything they
 * tell is in the panel too. A tip stands over what is pointed at; with the keyboard, over what the slider comes upon.
 */
export function TimelinePins(props: { discussion: Discussion; playback: Playback; onAsk: (comment: CommentView) => void }) {
  const [tip, setTip] = createSignal<Tip | null>(null)
  let lanes!: HTMLSpanElement
  const { width, isFocused } = watchSlider(() => lanes)
  const duration = () => Math.max(props.playback.state.duration, 0.001)
  const gap = () => duration() * pinPixels / Math.max(width(), 1)
  const placed = createMemo(() => props.discussion.comments().filter((comment): comment is Placed => comment.at !== null && !comment.isResolved))
  const comments = createMemo(() => groupByPlace(placed(), gap()))
  const reactions = createMemo(() => groupByPlace(props.discussion.reactions(), gap()))
  // A pin that goes while it is pointed at does not tell that the pointer left.
  createEffect(on([comments, reactions], () => setTip(null), { defer: true }))
  const met = () => {
    const group = isFocused() ? groupAt(comments(), props.playback.state.time) : null
    return group && commentTip(group)
  }
  const left = (at: number): string => `${Math.min(100, at / duration() * 100)}%`
  return (
    <span ref={element => { lanes = element }} class={styles['lanes']} aria-hidden="true">
      <For each={reactions()}>
        {group => (
          <span class={styles['reaction']} data-pin="reaction" style={{ left: left(group.at) }} {...pointing(() => setTip(reactionTip(group)), () => setTip(null), () => props.playback.seek(group.at))}>
            {countEmoji(group.items)[0]!.emoji}
            <Show when={group.items.length > 1}><span class={styles['count']}>{group.items.length}</span></Show>
          </span>
        )}
      </For>
      <For each={comments()}>
        {group => (
          <span class={styles['comment']} data-pin="comment" style={{ left: left(group.at) }} {...pointing(() => setTip(commentTip(group)), () => setTip(null), () => props.onAsk(group.items[0]!))}>
            <span class={styles['letter']}>{group.items.length > 1 ? group.items.length : [...group.items[0]!.name][0]?.toLocaleUpperCase(locale)}</span>
          </span>
        )}
      </For>
      <Show when={tip() ?? met()}>
        {shown => <span class={styles['tip']} data-tip style={{ left: left(shown().at), transform: `translateX(-${left(shown().at)})` }}><strong>{shown().title}</strong><span>{shown().text}</span></span>}
      </Show>
    </span>
  )
}

/** The slider must not take what was meant for the pin. */
function pointing(enter: () => void, leave: () => void, press: () => void) {
  return {
    onPointerEnter: enter, onPointerLeave: leave,
    onPointerMove: (event: PointerEvent) => event.stopPropagation(),
    onPointerDown: (event: PointerEvent) => {
      event.stopPropagation()
      if (event.button === 0) press()
    },
  }
}

function commentTip({ at, items }: Group<Placed>): Tip {
  const [first, ...others] = items as [Placed, ...Placed[]]
  return { at, title: others.length > 0 ? words.comments.withMore(first.name, others.length) : first.name, text: firstWords(first.text, tipLetters) }
}

function reactionTip({ at, items }: Group<ReactionView>): Tip {
  const names = [...new Set(items.flatMap(({ name }) => name ?? []))]
  return { at, title: countEmoji(items).map(({ emoji, count }) => words.comments.emojiCount(emoji, count)).join('  '), text: firstWords(new Intl.ListFormat(locale).format(names), tipLetters) }
}

function watchSlider(lanes: () => HTMLElement) {
  const [width, setWidth] = createSignal(1)
  const [isFocused, setIsFocused] = createSignal(false)
  onMount(() => {
    const slider = lanes().closest<HTMLElement>('[role="slider"]')
    const end = new AbortController()
    const sizes = new ResizeObserver(([entry]) => setWidth(entry!.contentRect.width))
    sizes.observe(lanes())
    setIsFocused(slider?.matches(':focus-visible') ?? false)
    slider?.addEventListener('focus', () => setIsFocused(slider.matches(':focus-visible')), { signal: end.signal })
    slider?.addEventListener('blur', () => setIsFocused(false), { signal: end.signal })
    onCleanup(() => { end.abort(); sizes.disconnect() })
  })
  return { width, isFocused }
}
