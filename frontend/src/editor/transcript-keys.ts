import type { Step } from './cursor.ts'

export type KeyAction = { step: Step; isExtending: boolean } | 'cut' | 'toggle' | 'play' | 'playCut' | 'leave'

interface Pressed { key: string; shiftKey: boolean; ctrlKey: boolean; metaKey: boolean; altKey: boolean }

const steps: Record<string, Step> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down', Home: 'rowStart', End: 'rowEnd', PageUp: 'pageUp', PageDown: 'pageDown' }
const endSteps: Record<string, Step> = { Home: 'start', End: 'end' }
const acts: Record<string, KeyAction> = { 'Delete': 'cut', 'Backspace': 'cut', 'Enter': 'toggle', ' ': 'play', 'p': 'playCut', 'P': 'playCut', 'Escape': 'leave' }

/** What a key means in the transcript, or null. */
export function keyActionOf({ key, shiftKey, ctrlKey, metaKey, altKey }: Pressed): KeyAction | null {
  if (altKey) return null
  if (ctrlKey || metaKey) return endSteps[key] ? { step: endSteps[key], isExtending: shiftKey } : null
  if (steps[key]) return { step: steps[key], isExtending: shiftKey }
  if (key === '[' || key === ']') return { step: key === '[' ? 'cutBefore' : 'cutAfter', isExtending: false }
  return acts[key] ?? null
}

/** Undo and redo work on the whole page; a text field undoes its own letters. */
export function historyKeyOf({ key, shiftKey, ctrlKey, metaKey, altKey }: Pressed): 'undo' | 'redo' | null {
  if (altKey || !(ctrlKey || metaKey)) return null
  if (key.toLowerCase() === 'z') return shiftKey ? 'redo' : 'undo'
  return key.toLowerCase() === 'y' && !shiftKey ? 'redo' : null
}
