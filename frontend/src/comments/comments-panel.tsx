import type { SharePage } from '@f2l/common/contracts/api.ts'
import type { CommentView } from '@f2l/common/contracts/comments.ts'
import { createEffect, createMemo, createSignal, For, on, Show } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { LoadFailed, Notice } from '../ui/notice.tsx'
import { Skeleton } from '../ui/spinner.tsx'
import type { Playback } from '../watch/playback.ts'
import { scrollTo } from '../watch/scroll-to.ts'
import { words } from '../words/words.ts'
import { CommentThread } from './comment-thread.tsx'
import styles from './comments.module.css'
import type { Discussion } from './discussion.ts'
import { NewComment } from './new-comment.tsx'

interface PanelProps {
  discussion: Discussion
  draftName: string
  viewer: SharePage['viewer']
  playback: Playback
  /** The comment to bring into view. */
  asked: { id: CommentView['id'] } | null
  onSeek: (seconds: number) => void
}

/** Threads by their place in the video, and what to write the next one with. */
export function CommentsPanel(props: PanelProps) {
  let list!: HTMLDivElement
  const threads = createMemo(() => props.discussion.comments().filter(comment => comment.parentId === null).toSorted(byPlace))
  const show = (id: string): void => { requestAnimationFrame(() => scrollTo(list, list.querySelector<HTMLElement>(`[data-comment="${id}"]`))) }
  createEffect(on(() => props.asked, asked => { if (asked) show(asked.id) }))
  return (
    <div class={styles['panel']}>
      <Show when={props.discussion.isOld()}><Old /></Show>
      <div ref={element => { list = element }} class={styles['list']} tabindex="-1">
        <Show when={!props.discussion.isLoaded()}>
          <Show when={props.discussion.error()} fallback={<div role="status" aria-label={words.common.loading}><Skeleton /><Skeleton /></div>}>
            {error => <LoadFailed error={error()} onRetry={() => void props.discussion.read()} />}
          </Show>
        </Show>
        <Show when={props.discussion.isLoaded() && threads().length === 0}><Empty /></Show>
        <ol role="list" class={styles['threads']} aria-label={words.watch.commentsTab(0)}>
          <For each={threads()}>
            {thread => (
              <CommentThread
                thread={thread} discussion={props.discussion} draftName={props.draftName} viewer={props.viewer}
                isAsked={props.asked?.id === thread.id} onSeek={props.onSeek} onRemove={comment => remove(props.discussion, comment, list)}
              />
            )}
          </For>
        </ol>
      </div>
      <Removed discussion={props.discussion} onUndone={() => list.focus()} />
      <News threads={threads()} isLoaded={props.discussion.isLoaded()} comments={props.discussion.comments()} />
      <NewComment discussion={props.discussion} draftName={props.draftName} viewer={props.viewer} playback={props.playback} onSaid={comment => show(comment.id)} />
    </div>
  )
}

/** Those about the whole video first. */
function byPlace(one: CommentView, other: CommentView): number {
  return (one.at ?? -1) - (other.at ?? -1) || Date.parse(one.createdAt) - Date.parse(other.createdAt)
}

/** The focus would be lost with the comment: it goes to what takes the deletion back. */
function remove(discussion: Discussion, comment: CommentView, list: HTMLElement): void {
  discussion.remove(comment)
  requestAnimationFrame(() => list.parentElement?.querySelector<HTMLElement>('[data-undo]')?.focus())
}

function Removed(props: { discussion: Discussion; onUndone: () => void }) {
  const undo = (): void => {
    props.discussion.removal.undo()
    props.onUndone()
  }
  return (
    <div class={styles['toast']} role="status">
      <Show when={props.discussion.removal.offered()} fallback={<Show when={props.discussion.removalFailure()}>{failure => <div class={styles['removed']}><span class={styles['error']}>{failure()}</span></div>}</Show>}>
        {offered => <div class={styles['removed']}><span>{offered().label}</span><Button size="s" data-undo onClick={undo}>{words.comments.undo}</Button></div>}
      </Show>
    </div>
  )
}

/** Tells screen readers of comments that came while the page was open. */
function News(props: { threads: CommentView[]; comments: CommentView[]; isLoaded: boolean }) {
  const [news, setNews] = createSignal('')
  createEffect<ReadonlySet<string> | null>(known => {
    if (!props.isLoaded) return null
    const arrived = known === null ? [] : props.comments.filter(comment => !known.has(comment.id) && !comment.isMine)
    if (arrived.length > 0) setNews(words.comments.arrived(arrived.length))
    return new Set([...known ?? [], ...props.comments.map(comment => comment.id)])
  }, null)
  return <span class="visually-hidden" role="status">{news()}</span>
}

function Empty() {
  return (
    <div class={styles['empty']}>
      <Icon name="comment" size={28} />
      <strong>{words.comments.emptyTitle}</strong>
      <p>{words.comments.emptyText}</p>
    </div>
  )
}

function Old() {
  return (
    <div class={styles['old']}>
      <Notice tone="warn" title={words.comments.oldTitle} action={<Button size="s" icon="retry" onClick={() => location.reload()}>{words.comments.reload}</Button>}>{words.comments.oldText}</Notice>
    </div>
  )
}
