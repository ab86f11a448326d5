import type { CallToAction } from '@f2l/common/contracts/sharing.ts'
import { onCleanup, onMount, Show } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { words } from '../words/words.ts'
import styles from './call-to-action.module.css'
import { inkOn } from './ink-on.ts'
import type { Playback } from './playback.ts'

interface Told { onShown?: (() => void) | undefined; onClicked?: (() => void) | undefined }

/** The button that the owner put beside the video. `onShown` is called once, when it is really seen. */
export function CallToActionButton(props: { action: CallToAction } & Told) {
  let link!: HTMLAnchorElement
  onMount(() => {
    const watching = new IntersectionObserver(entries => {
      if (!entries.some(entry => entry.isIntersecting)) return
      watching.disconnect()
      props.onShown?.()
    }, { threshold: 0.5 })
    watching.observe(link)
    onCleanup(() => watching.disconnect())
  })
  return (
    <a
      ref={element => { link = element }} class={styles['button']} href={props.action.url} target="_blank" rel="noopener" dir="auto"
      style={{ 'background-color': props.action.colour, 'color': inkOn(props.action.colour) }}
      onClick={() => props.onClicked?.()} onAuxClick={event => { if (event.button === 1) props.onClicked?.() }}
    >
      <span>{props.action.text}</span>
      <Icon name="external" size={16} />
      <span class="visually-hidden">{words.player.newTab}</span>
    </a>
  )
}

/** The same button over the video when it is over. */
export function CallToActionAtEnd(props: { action: CallToAction | null; playback: Playback } & Told) {
  const isOver = () => props.playback.state.hasEnded && props.playback.state.time >= props.playback.state.duration - 0.5
  return (
    <Show when={isOver() && props.action}>
      {action => (
        <div class={styles['end']}>
          <CallToActionButton action={action()} onShown={props.onShown} onClicked={props.onClicked} />
          <Button icon="retry" onClick={() => props.playback.seek(0, { andPlay: true })}>{words.player.again}</Button>
        </div>
      )}
    </Show>
  )
}
