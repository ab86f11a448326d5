import type { SharePage } from '@f2l/common/contracts/api.ts'
import { createEffect, createMemo, createSignal, onCleanup, onMount, Show, untrack, type Accessor } from 'solid-js'
import { LoadFailed } from '../ui/notice.tsx'
import { Skeleton } from '../ui/spinner.tsx'
import type { Playback } from '../watch/playback.ts'
import { withWords, words } from '../words/words.ts'
import type { CommentsPart } from './comments-part.tsx'
import styles from './late-comments.module.css'

/** Comments and reactions of a page; their code comes after the player's. */
export interface LateComments {
  /** Does the owner want them? */
  isOn: Accessor<boolean>
  part: Accessor<CommentsPart | null>
  error: Accessor<unknown>
  load: () => void
}

interface LateDeps {
  page: () => Pick<SharePage, 'token' | 'viewer' | 'allowsComments'>
  playback: Playback
  /** Calls back when there may be news, until the returned function is called. */
  listen?: (onNews: () => void) => () => void
}

/** The video is what people come for: without news from it, the rest waits this long. */
const patienceMs = 3000

export function createLateComments(deps: LateDeps): LateComments {
  const [loaded, setLoaded] = createSignal<typeof import('./comments-part.tsx') | null>(null)
  const [error, setError] = createSignal<unknown>(null)
  const isOn = createMemo(() => deps.page().allowsComments)
  const token = createMemo(() => deps.page().token)
  const load = (): void => {
    if (!isOn() || loaded()) return
    setError(null)
    withWords('comments', () => import('./comments-part.tsx'))().then(part => setLoaded(() => part), setError)
  }
  // A link that was renewed has its discussion at another address.
  const part = createMemo(() => {
    const [ready, at] = [loaded(), token()]
    return ready && isOn() ? untrack(() => ready.openComments({ ...deps, token: at })) : null
  })
  createEffect(() => { if (isOn() && (deps.playback.state.bufferedTo > 0 || deps.playback.state.hasStarted)) untrack(load) })
  onMount(() => {
    const timer = setTimeout(load, patienceMs)
    onCleanup(() => clearTimeout(timer))
  })
  return { isOn, part, error, load }
}

/** Keeps the place of the reactions, so that nothing jumps when they come. */
export function ReactionSlot(props: { comments: LateComments }) {
  return (
    <Show when={props.comments.isOn()}>
      <div class={styles['bar']}><Show when={props.comments.part()} keyed>{part => <part.Reactions />}</Show></div>
    </Show>
  )
}

export function CommentsSlot(props: { comments: LateComments }) {
  return (
    <Show
      when={props.comments.part()} keyed
      fallback={(
        <div class={styles['waiting']}>
          <Show when={props.comments.error()} fallback={<div role="status" aria-label={words.common.loading}><Skeleton /><Skeleton /></div>}>
            {error => <LoadFailed error={error()} onRetry={() => props.comments.load()} />}
          </Show>
        </div>
      )}
    >
      {part => <part.Panel />}
    </Show>
  )
}

export function PinSlot(props: { comments: LateComments }) {
  return <Show when={props.comments.part()} keyed>{part => <part.Pins />}</Show>
}
