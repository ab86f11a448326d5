export type Shortcut = 'toggle' | 'back' | 'forward' | 'fullscreen' | 'captions' | 'mute' | 'slower' | 'faster' | 'louder' | 'quieter' | 'start' | 'end'

const keys: Record<string, Shortcut> = {
  ' ': 'toggle', 'k': 'toggle', 'ArrowLeft': 'back', 'ArrowRight': 'forward', 'j': 'back', 'l': 'forward',
  'f': 'fullscreen', 'c': 'captions', 'm': 'mute', '<': 'slower', '>': 'faster', ',': 'slower', '.': 'faster',
}
/** These scroll the page, so they belong to the player only while it has the focus. */
const insideKeys: Record<string, Shortcut> = { ArrowUp: 'louder', ArrowDown: 'quieter', Home: 'start', End: 'end' }

interface Pressed { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean }
interface Place {
  /** In a text field, a list of choices or something that uses the key itself. */
  takesKeys: boolean
  /** On a button or link, which Space presses. */
  isPressable: boolean
  isInPlayer: boolean
}

/** What a key press means on the watch page, or null when it is none of the player's business. */
export function shortcutOf(pressed: Pressed, place: Place): Shortcut | null {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || place.takesKeys) return null
  if (pressed.key === ' ' && place.isPressable) return null
  const name = pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key
  return keys[name] ?? (place.isInPlayer ? insideKeys[name] ?? null : null)
}
