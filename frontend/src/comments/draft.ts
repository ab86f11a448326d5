import { createSignal, type Accessor } from 'solid-js'
import { forget, readRemembered, remember } from '../watch/remembered.ts'

export interface Draft { text: Accessor<string>; setText: (text: string) => void }

/** What was typed and not sent yet outlives the page. */
export function createDraft(name: string): Draft {
  const key = `draft.${name}`
  const [text, set] = createSignal(readRemembered(key) ?? '')
  return {
    text,
    setText(typed) {
      set(typed)
      if (typed === '') forget(key)
      else remember(key, typed)
    },
  }
}
