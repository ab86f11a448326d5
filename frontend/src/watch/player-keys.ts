import { onCleanup, onMount } from 'solid-js'
import type { Playback } from './playback.ts'
import { shortcutOf, type Shortcut } from './shortcuts.ts'

interface KeyDeps { frame: () => HTMLElement; playback: () => Playback; onFullscreen: () => void; onHelp: () => void; onUsed: () => void }

/** The player's keys work on the whole page, except where something else has a use for them. */
export function listenToKeys(deps: KeyDeps): void {
  onMount(() => {
    const press = (event: KeyboardEvent): void => {
      const shortcut = event.defaultPrevented ? null : shortcutOf(event, { ...placeOf(event.target, deps.frame()), isPaused: deps.playback().state.hasStarted && !deps.playback().state.isPlaying })
      if (shortcut === null) return
      event.preventDefault()
      deps.onUsed()
      act(shortcut, deps.playback(), deps)
    }
    document.addEventListener('keydown', press)
    onCleanup(() => document.removeEventListener('keydown', press))
  })
}

function placeOf(target: EventTarget | null, frame: HTMLElement): Parameters<typeof shortcutOf>[1] {
  const element = target instanceof Element ? target : null
  return {
    takesKeys: element?.closest('input:not([type="checkbox"]), textarea, select, [contenteditable], dialog, [role="tab"], [role="menu"], [role="dialog"], [role="alertdialog"]') != null,
    isPressable: element?.closest('button, a, summary') != null,
    isInPlayer: element != null && frame.contains(element),
  }
}

function act(shortcut: Shortcut, playback: Playback, { onFullscreen, onHelp }: Pick<KeyDeps, 'onFullscreen' | 'onHelp'>): void {
  if (typeof shortcut === 'object') return playback.seek(playback.state.duration * shortcut.tenth / 10, { isShown: true })
  const actions: Record<Extract<Shortcut, string>, () => void> = {
    toggle: playback.toggle, fullscreen: onFullscreen, captions: playback.toggleCaptions, mute: playback.toggleMute,
    back: () => playback.skip(-5), forward: () => playback.skip(5),
    slower: () => playback.stepRate(-1), faster: () => playback.stepRate(1),
    louder: () => playback.setVolume(playback.state.volume + 0.1), quieter: () => playback.setVolume(playback.state.volume - 0.1),
    start: () => playback.seek(0, { isShown: true }), end: () => playback.seek(playback.state.duration, { isShown: true }),
    frameBack: () => playback.stepFrame(-1), frameForward: () => playback.stepFrame(1), help: onHelp,
  }
  actions[shortcut]()
}
