import type { SharePage } from '@f2l/common/contracts/api.ts'
import type { CommentView } from '@f2l/common/contracts/comments.ts'
import { createSignal, For, Show } from 'solid-js'
import { ago, dayAndTime } from '../format/date.ts'
import { clock } from '../format/duration.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { locale, words } from '../words/words.ts'
import { CommentForm } from './comment-form.tsx'
import styles from './comments.module.css'
import type { Discussion } from './discussion.ts'
import { linkParts } from './link-parts.ts'

interface ItemProps {
  comment: CommentView
  discussion: Discussion
  viewer: SharePage['viewer']
  onSeek: (seconds: number) => void
  onRemove: () => void
  /** Left out for answers. */
  onResolve?: () => void
  /** Left out where no answer can be written. */
  onAnswer?: (() => void) | undefined
}

/** Who said what, when and at which place; what may be done about it. */
export function CommentItem(props: ItemProps) {
  let edit!: HTMLButtonElement
  const [draft, setDraft] = createSignal<string | null>(null)
  const close = (): void => {
    setDraft(null)
    edit.focus()
  }
  const save = async (text: string): Promise<void> => {
    await props.discussion.change(props.comment.id, { text })
    close()
  }
  return (
    <article class={styles['comment']}>
      <Head comment={props.comment} now={props.discussion.now()} />
      <Show when={draft() !== null} fallback={<Said comment={props.comment} onSeek={seconds => props.onSeek(seconds)} />}>
        <CommentForm label={words.comments.editOf(props.comment.name)} sendLabel={words.comments.save} discussion={props.discussion} viewer={props.viewer} text={draft()!} onText={setDraft} hasFocus knowsName onSend={save} onCancel={close} />
      </Show>
      <div class={styles['actions']} hidden={draft() !== null}>
        <Show when={props.onAnswer}>{answer => <Button size="s" look="quiet" data-answer aria-label={words.comments.answerTo(props.comment.name)} onClick={() => answer()()}>{words.comments.answer}</Button>}</Show>
        <Show when={props.onResolve && props.viewer.isOwner && !props.comment.isResolved}><Button size="s" look="quiet" icon="check" aria-label={words.comments.resolveOf(props.comment.name)} onClick={() => props.onResolve!()}>{words.comments.resolve}</Button></Show>
        <Show when={props.comment.isMine}><Button ref={(element: HTMLButtonElement) => { edit = element }} size="s" look="quiet" aria-label={words.comments.editOf(props.comment.name)} onClick={() => setDraft(props.comment.text)}>{words.comments.edit}</Button></Show>
        <Show when={props.comment.isMine || props.viewer.isOwner}><Button size="s" look="quiet" aria-label={words.comments.deleteOf(props.comment.name)} onClick={() => props.onRemove()}>{words.common.delete}</Button></Show>
      </div>
    </article>
  )
}

function Head(props: { comment: CommentView; now: number }) {
  return (
    <div class={styles['who']}>
      <span class={styles['avatar']} aria-hidden="true">{[...props.comment.name][0]?.toLocaleUpperCase(locale)}</span>
      <span class={styles['facts']}>
        <strong class={styles['name']} dir="auto">{props.comment.name}</strong>
        <Show when={props.comment.isOwner}><Badge tone="accent">{words.comments.owner}</Badge></Show>
        <time class={styles['soft']} datetime={props.comment.createdAt} title={dayAndTime(props.comment.createdAt, locale)}>{ago(props.comment.createdAt, props.now, locale)}</time>
        <Show when={props.comment.editedAt}>{at => <span class={styles['soft']} title={dayAndTime(at(), locale)}>{words.comments.edited}</span>}</Show>
      </span>
    </div>
  )
}

function Said(props: { comment: CommentView; onSeek: (seconds: number) => void }) {
  return (
    <p class={styles['text']} dir="auto">
      <Show when={props.comment.at !== null}>
        <button type="button" class={styles['time']} aria-label={words.watch.playFrom(clock(props.comment.at!))} onClick={() => props.onSeek(props.comment.at!)}>{clock(props.comment.at!)}</button>
        {' '}
      </Show>
      <For each={linkParts(props.comment.text)}>
        {part => <Show when={part.href} fallback={part.text}>{href => <a href={href()} target="_blank" rel="nofollow ugc noopener external">{part.text}</a>}</Show>}
      </For>
    </p>
  )
}
