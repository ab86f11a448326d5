import { createEffect, onCleanup } from 'solid-js'
import type { PlayerPage } from './player-page.ts'
import type { Playback } from './playback.ts'

const skipSeconds = 10

/** Title, picture and buttons where the system shows what plays: lock screen, headset, media keys. */
export function tellSystem(page: () => PlayerPage, playback: Playback): void {
  const { mediaSession } = navigator
  const { state } = playback
  const actions: Partial<Record<MediaSessionAction, MediaSessionActionHandler>> = {
    play: () => playback.play(), pause: () => { if (state.isPlaying) playback.toggle() },
    seekbackward: details => playback.skip(-(details.seekOffset ?? skipSeconds)), seekforward: details => playback.skip(details.seekOffset ?? skipSeconds),
    seekto: details => { if (details.seekTime !== undefined) playback.seek(details.seekTime) },
  }
  for (const [action, handler] of Object.entries(actions)) setHandler(action as MediaSessionAction, handler)
  createEffect(() => {
    const { title, posterUrl } = page()
    mediaSession.metadata = new MediaMetadata({ title, artwork: posterUrl === '' ? [] : [{ src: posterUrl, type: 'image/jpeg' }] })
  })
  createEffect(() => { mediaSession.playbackState = state.isPlaying ? 'playing' : 'paused' })
  // Whole seconds: the system counts on by itself.
  createEffect(() => mediaSession.setPositionState({ duration: Math.max(state.duration, 0.1), position: Math.min(Math.floor(state.time), state.duration), playbackRate: state.rate }))
  onCleanup(() => {
    for (const action of Object.keys(actions)) setHandler(action as MediaSessionAction, null)
    mediaSession.metadata = null
  })
}

/** Browsers throw at actions that they do not know. */
function setHandler(action: MediaSessionAction, handler: MediaSessionActionHandler | null): void {
  try {
    navigator.mediaSession.setActionHandler(action, handler)
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause
  }
}
