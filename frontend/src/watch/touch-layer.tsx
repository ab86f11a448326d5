import { createSignal, onCleanup, onMount, Show } from 'solid-js'
import { words } from '../words/words.ts'
import type { Fullscreen } from './fullscreen.ts'
import type { Playback } from './playback.ts'
import styles from './player.module.css'
import { readTouches, type Gesture, type Touch } from './touch-gestures.ts'

interface LayerProps { video: () => HTMLVideoElement; playback: Playback; fullscreen: Fullscreen; showsControls: boolean; wake: () => void }

const skipSeconds = 10
const heldRate = 2

/** What fingers do on the picture, and the ripple that answers. */
export default function TouchLayer(props: LayerProps) {
  const [ripple, setRipple] = createSignal<'left' | 'right' | null>(null, { equals: false })
  let forget: ReturnType<typeof setTimeout> | undefined
  const skip = (side: 'left' | 'right'): void => {
    props.playback.skip(side === 'left' ? -skipSeconds : skipSeconds, { isShown: false })
    setRipple(null)
    setRipple(side)
    clearTimeout(forget)
    forget = setTimeout(() => setRipple(null), 600)
  }
  const actions: Record<Gesture, () => void> = {
    tap: () => {
      if (props.showsControls) props.playback.toggle()
      props.wake()
    },
    doubleLeft: () => skip('left'), doubleRight: () => skip('right'), doubleMiddle: () => void props.fullscreen.toggle(),
    swipeDown: () => { if (props.fullscreen.isOn()) void props.fullscreen.toggle() },
    holdStart: () => { if (props.playback.state.isPlaying) props.playback.holdRate(heldRate) },
    holdEnd: () => props.playback.holdRate(null),
  }
  onMount(() => listenToTouches(props.video(), gesture => actions[gesture]()))
  onCleanup(() => clearTimeout(forget))
  return (
    <>
      <Show when={ripple()} keyed>
        {side => <span class={`${styles['ripple']} ${styles[side]}`} aria-hidden="true"><span>{side === 'left' ? words.player.back(skipSeconds) : words.player.forward(skipSeconds)}</span></span>}
      </Show>
      <Show when={props.playback.state.heldRate}>{rate => <span class={styles['held']} aria-hidden="true">{words.watch.speedValue(rate())}</span>}</Show>
    </>
  )
}

function listenToTouches(video: HTMLVideoElement, act: (gesture: Gesture) => void): void {
  const end = new AbortController()
  const stops = new Set<() => void>()
  onCleanup(() => { end.abort(); for (const stop of stops) stop() })
  const reader = readTouches(act, {
    after(ms, work) {
      const timer = setTimeout(() => { stops.delete(stop); work() }, ms)
      const stop = (): void => { clearTimeout(timer); stops.delete(stop) }
      stops.add(stop)
      return stop
    },
  })
  const on = (name: 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel', read: (touch: Touch) => void): void => {
    video.addEventListener(name, event => { if (event.pointerType === 'touch' && event.isPrimary) read(touchOf(event, video)) }, { signal: end.signal })
  }
  on('pointerdown', reader.down)
  on('pointermove', reader.move)
  on('pointerup', reader.up)
  on('pointercancel', reader.cancel)
  // A long press must not open the browser's menu over the picture.
  video.addEventListener('contextmenu', event => { if (event instanceof PointerEvent && event.pointerType === 'touch') event.preventDefault() }, { signal: end.signal })
}

function touchOf(event: PointerEvent, video: HTMLVideoElement): Touch {
  const box = video.getBoundingClientRect()
  return { share: (event.clientX - box.left) / Math.max(1, box.width), x: event.clientX, y: event.clientY }
}
