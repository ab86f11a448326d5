import { createEffect, createSignal } from 'solid-js'
import { sayError } from '../api/say-error.ts'

/** What the server wrote down about a failure, in the language of the page; there a moment later than the rest. */
export function ServerSentence(props: { error: { code: string; message: string } }) {
  const [said, setSaid] = createSignal('')
  createEffect(() => {
    const { error } = props
    void sayError(error).then(sentence => { if (error === props.error) setSaid(sentence) })
  })
  return <>{said()}</>
}
