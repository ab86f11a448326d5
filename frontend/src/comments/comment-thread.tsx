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
import { createDraft, type Draft } from './draft.ts'

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
  let row!: HTMLLIElement
  // A thread keeps its place in the list, and with it its draft.
  // eslint-disable-next-line solid/reactivity
  const draft = createDraft(`${props.draftName}.${props.thread.id}`)
  const [isAnswering, setIsAnswering] = createSignal(false)
  const [isUnfolded, setIsUnfolded] = createSignal(false)
  const [error, setError] = createSignal<string | null>(null)
  const id = createUniqueId()
  const answers = createMemo(() => props.discussion.comments().filter(comment => comment.parentId === props.thread.id))
  const isFolded = () => props.thread.isResolved && !isUnfolded()
  createEffect(on(() => props.isAsked, isAsked => { if (isAsked) setIsUnfolded(true) }))
  const closeAnswer = (): void => {
    setIsAnswering(false)
    row.querySelector<HTMLElement>('[data-answer]')?.focus()
  }
  const resolve = (isResolved: boolean): void => {
    setError(null)
    setIsUnfolded(false)
    props.discussion.change(props.thread.id, { isResolved }).catch((thrown: unknown) => setError(messageOf(thrown)))
  }
  return (
    <li ref={element => { row = element }} class={`${styles['thread']} ${props.isAsked ? styles['asked'] : ''}`} data-comment={props.thread.id}>
      <Show when={props.thread.isResolved}>
        <div class={styles['resolved']}>
          <Badge tone="good">{words.comments.resolved}</Badge>
          <span class={styles['foldedName']}>{isFolded() ? props.thread.name : ''}</span>
          <Button size="s" look="quiet" aria-expanded={!isFolded()} aria-controls={id} onClick={() => setIsUnfolded(open => !open)}>{isFolded() ? words.comments.unfold(1 + answers().length) : words.comments.fold}</Button>
          <Show when={props.viewer.isOwner}><Button size="s" look="quiet" onClick={() => resolve(false)}>{words.comments.reopen}</Button></Show>
        </div>
      </Show>
      <div id={id} hidden={isFolded()}>
        <CommentItem comment={props.thread} discussion={props.discussion} viewer={props.viewer} onSeek={props.onSeek} onRemove={() => props.onRemove(props.thread)} onResolve={() => resolve(true)} onAnswer={props.thread.isResolved || isAnswering() ? undefined : () => setIsAnswering(true)} />
        <ol role="list" class={styles['answers']} aria-label={words.comments.answersTo(props.thread.name)}>
          <For each={answers()}>{answer => <li data-comment={answer.id}><CommentItem comment={answer} discussion={props.discussion} viewer={props.viewer} onSeek={props.onSeek} onRemove={() => props.onRemove(answer)} /></li>}</For>
        </ol>
        <Show when={isAnswering() && !props.thread.isResolved}><Answer thread={props.thread} discussion={props.discussion} viewer={props.viewer} draft={draft} onClose={closeAnswer} /></Show>
      </div>
      <Show when={error()}><p class={styles['error']} role="alert">{error()}</p></Show>
    </li>
  )
}

function Answer(props: Pick<ThreadProps, 'thread' | 'discussion' | 'viewer'> & { draft: Draft; onClose: () => void }) {
  const send = async (text: string): Promise<void> => {
    await props.discussion.say({ text, at: null, parentId: props.thread.id })
    props.draft.setText('')
    props.onClose()
  }
  return (
    <div class={styles['answer']}>
      <CommentForm label={words.comments.answerTo(props.thread.name)} placeholder={words.comments.answerPlaceholder} sendLabel={words.comments.answer} discussion={props.discussion} viewer={props.viewer} text={props.draft.text()} onText={text => props.draft.setText(text)} hasFocus onSend={send} onCancel={() => props.onClose()} />
    </div>
  )
}
