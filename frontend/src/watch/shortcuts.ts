export type Shortcut = 'toggle' | 'back' | 'forward' | 'fullscreen' | 'captions' | 'mute' | 'slower' | 'faster' | 'louder' | 'quieter' | 'start' | 'end'
  | 'frameBack' | 'frameForward' | 'help' | { /** 0 to 9 tenths of the video. */ tenth: number }

const keys: Record<string, Shortcut> = {
  ' ': 'toggle', 'k': 'toggle', 'ArrowLeft': 'back', 'ArrowRight': 'forward', 'j': 'back', 'l': 'forward',
  'f': 'fullscreen', 'c': 'captions', 'm': 'mute', '<': 'slower', '>': 'faster', ',': 'slower', '.': 'faster', '?': 'help',
}
/** The same keys have another use where nothing plays. */
const pausedKeys: Record<string, Shortcut> = { ',': 'frameBack', '.': 'frameForward' }
/** These scroll the page, so they belong to the player only while it has the focus. */
const insideKeys: Record<string, Shortcut> = { ArrowUp: 'louder', ArrowDown: 'quieter', Home: 'start', End: 'end' }

interface Pressed { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean }
interface Place {
  /** In a text field, a list of choices or something that uses the key itself. */
  takesKeys: boolean
  /** On a button or link, which Space presses. */
  isPressable: boolean
  isInPlayer: boolean
  isPaused?: boolean
}

/** What a key press means on the watch page, or null when it is none of the player's business. */
export function shortcutOf(pressed: Pressed, place: Place): Shortcut | null {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || place.takesKeys) return null
  if (pressed.key === ' ' && place.isPressable) return null
  if (/^\d$/.test(pressed.key)) return { tenth: Number(pressed.key) }
  const name = pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key
  return (place.isPaused ? pausedKeys[name] : undefined) ?? keys[name] ?? (place.isInPlayer ? insideKeys[name] ?? null : null)
}
