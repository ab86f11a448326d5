import type { SharePage } from '@f2l/common/contracts/api.ts'
import type { CommentView } from '@f2l/common/contracts/comments.ts'
import { createSignal, createUniqueId, Show } from 'solid-js'
import { clock } from '../format/duration.ts'
import type { Playback } from '../watch/playback.ts'
import { words } from '../words/words.ts'
import { CommentForm } from './comment-form.tsx'
import styles from './comments.module.css'
import type { Discussion } from './discussion.ts'
import { createDraft } from './draft.ts'

interface NewProps { discussion: Discussion; draftName: string; viewer: SharePage['viewer']; playback: Playback; onSaid: (comment: CommentView) => void }

/** Where a comment will stand: the place is that at which its first letter was typed, while the video plays on. */
export function NewComment(props: NewProps) {
  // One page has one video.
  // eslint-disable-next-line solid/reactivity
  const draft = createDraft(props.draftName)
  const [begunAt, setBegunAt] = createSignal<number | null>(null)
  const [chosen, setChosen] = createSignal<'time' | 'whole' | null>(null)
  const [isSaid, setIsSaid] = createSignal(false)
  const time = () => begunAt() ?? props.playback.state.time
  /** Who did not watch anything yet speaks of the whole. */
  const place = () => chosen() ?? (time() > 0 || props.playback.state.hasStarted ? 'time' : 'whole')
  const type = (text: string): void => {
    if (text.trim() === '') setBegunAt(null)
    else if (begunAt() === null) setBegunAt(props.playback.state.time)
    setIsSaid(false)
    draft.setText(text)
  }
  const send = async (text: string): Promise<void> => {
    const comment = await props.discussion.say({ text, at: place() === 'time' ? time() : null })
    draft.setText('')
    setBegunAt(null)
    setChosen(null)
    setIsSaid(true)
    props.onSaid(comment)
  }
  return (
    <div class={styles['new']}>
      <CommentForm label={words.comments.write} placeholder={words.comments.placeholder} sendLabel={words.comments.send} discussion={props.discussion} viewer={props.viewer} text={draft.text()} onText={type} onSend={send}>
        <PlaceChoice place={place()} time={time()} onChoose={setChosen} />
      </CommentForm>
      <span class="visually-hidden" role="status"><Show when={isSaid()}>{words.comments.said}</Show></span>
    </div>
  )
}

function PlaceChoice(props: { place: 'time' | 'whole'; time: number; onChoose: (place: 'time' | 'whole') => void }) {
  const name = createUniqueId()
  return (
    <fieldset class={styles['place']}>
      <legend class="visually-hidden">{words.comments.place}</legend>
      <label><input type="radio" name={name} checked={props.place === 'time'} onChange={() => props.onChoose('time')} /><span>{words.watch.atTime(clock(props.time))}</span></label>
      <label><input type="radio" name={name} checked={props.place === 'whole'} onChange={() => props.onChoose('whole')} /><span>{words.comments.wholeVideo}</span></label>
    </fieldset>
  )
}
