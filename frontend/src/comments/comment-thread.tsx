import type { SharePage } from '@f2l/common/contracts/api.ts'
import type { CommentView } from '@f2l/common/contracts/comments.ts'
import { createEffect, createMemo, createSignal, createUniqueId, For, on, Show } from 'solid-js'
import { messageOf } from '../api/api-error.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { words } from '../words/words.ts'
import { CommentForm } from './comment-form.tsx'
import { CommentItem } from './comment-item.tsx'
import styles from './comments.module.css'
import type { Discussion } from './discussion.ts'
import { createDraft } from './draft.ts'

interface ThreadProps {
  thread: CommentView
  discussion: Discussion
  draftName: string
  viewer: SharePage['viewer']
  isAsked: boolean
  onSeek: (seconds: number) => void
  onRemove: (comment: CommentView) => void
}

/** A comment with its answers. A resolved one is folded up. */
export function CommentThread(props: ThreadProps) {
  const [isUnfolded, setIsUnfolded] = createSignal(false)
  const [error, setError] = createSignal<string | null>(null)
  const id = createUniqueId()
  const answers = createMemo(() => props.discussion.comments().filter(comment => comment.parentId === props.thread.id))
  const isFolded = () => props.thread.isResolved && !isUnfolded()
  createEffect(on(() => props.isAsked, isAsked => { if (isAsked) setIsUnfolded(true) }))
  const resolve = (isResolved: boolean): void => {
    setError(null)
    setIsUnfolded(false)
    props.discussion.change(props.thread.id, { isResolved }).catch((thrown: unknown) => setError(messageOf(thrown)))
  }
  return (
    <li class={`${styles['thread']} ${props.isAsked ? styles['asked'] : ''}`} data-comment={props.thread.id}>
      <Show when={props.thread.isResolved}>
        <div class={styles['resolved']}>
          <Badge tone="good">{words.comments.resolved}</Badge>
          <span class={styles['foldedName']}>{isFolded() ? props.thread.name : ''}</span>
          <Button size="s" look="quiet" aria-expanded={!isFolded()} aria-controls={id} onClick={() => setIsUnfolded(open => !open)}>{isFolded() ? words.comments.unfold(1 + answers().length) : words.comments.fold}</Button>
          <Show when={props.viewer.isOwner}><Button size="s" look="quiet" onClick={() => resolve(false)}>{words.comments.reopen}</Button></Show>
        </div>
      </Show>
      <div id={id} hidden={isFolded()}>
        <CommentItem comment={props.thread} discussion={props.discussion} viewer={props.viewer} onSeek={props.onSeek} onRemove={() => props.onRemove(props.thread)} onResolve={() => resolve(true)} />
        <ol role="list" class={styles['answers']} aria-label={words.comments.answersTo(props.thread.name)}>
          <For each={answers()}>{answer => <li data-comment={answer.id}><CommentItem comment={answer} discussion={props.discussion} viewer={props.viewer} onSeek={props.onSeek} onRemove={() => props.onRemove(answer)} /></li>}</For>
        </ol>
        <Show when={!props.thread.isResolved}><Answer thread={props.thread} discussion={props.discussion} draftName={`${props.draftName}.${props.thread.id}`} viewer={props.viewer} /></Show>
      </div>
      <Show when={error()}><p class={styles['error']} role="alert">{error()}</p></Show>
    </li>
  )
}

function Answer(props: Pick<ThreadProps, 'thread' | 'discussion' | 'draftName' | 'viewer'>) {
  let opener!: HTMLButtonElement
  // A thread keeps its place in the list, and with it its draft.
  // eslint-disable-next-line solid/reactivity
  const draft = createDraft(props.draftName)
  const [isOpen, setIsOpen] = createSignal(draft.text() !== '')
  const close = (): void => {
    setIsOpen(false)
    opener.focus()
  }
  const send = async (text: string): Promise<void> => {
    await props.discussion.say({ text, at: null, parentId: props.thread.id })
    draft.setText('')
    close()
  }
  return (
    <div class={styles['answer']}>
      <Button ref={(element: HTMLButtonElement) => { opener = element }} size="s" look="quiet" aria-label={words.comments.answerTo(props.thread.name)} hidden={isOpen()} onClick={() => setIsOpen(true)}>{words.comments.answer}</Button>
      <Show when={isOpen()}>
        <CommentForm label={words.comments.answerTo(props.thread.name)} placeholder={words.comments.answerPlaceholder} sendLabel={words.comments.answer} discussion={props.discussion} viewer={props.viewer} text={draft.text()} onText={draft.setText} hasFocus onSend={send} onCancel={close} />
      </Show>
    </div>
  )
}
