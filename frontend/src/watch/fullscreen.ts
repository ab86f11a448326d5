import { createSignal, onCleanup, onMount, type Accessor } from 'solid-js'

export interface Fullscreen { isOn: Accessor<boolean>; toggle: () => Promise<void> }

/** An iPhone can only make the video itself full screen, by a call of its own. */
interface PhoneVideo extends HTMLVideoElement { webkitEnterFullscreen?: () => void }

export function createFullscreen(frame: () => HTMLElement, video: () => PhoneVideo): Fullscreen {
  const [isOn, setIsOn] = createSignal(false)
  onMount(() => {
    const read = (): void => { setIsOn(document.fullscreenElement === frame()) }
    document.addEventListener('fullscreenchange', read)
    onCleanup(() => document.removeEventListener('fullscreenchange', read))
  })
  return {
    isOn,
    async toggle() {
      if (document.fullscreenElement) return document.exitFullscreen()
      if (frame().requestFullscreen) return frame().requestFullscreen().catch(() => video().webkitEnterFullscreen?.())
      video().webkitEnterFullscreen?.()
    },
  }
}
