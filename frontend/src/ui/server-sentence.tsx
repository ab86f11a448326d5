import { createEffect, createSignal, on, onCleanup } from 'solid-js'
import { sayError } from '../api/say-error.ts'
import { CodeText } from './code-text.tsx'

/** What the server wrote down about a failure, in the language of the page; there a moment later than the rest. */
export function ServerSentence(props: { error: { code: string; message: string } }) {
  const [said, setSaid] = createSignal('')
  createEffect(on(() => props.error, error => {
    let isCurrent = true
    onCleanup(() => { isCurrent = false })
    void sayError(error).then(sentence => { if (isCurrent) setSaid(sentence) })
  }))
  return <CodeText text={said()} />
}
