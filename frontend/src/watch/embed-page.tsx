import type { SharePage } from '@f2l/common/contracts/api.ts'
import { useParams } from '@solidjs/router'
import { lazy, Match, Suspense, Switch } from 'solid-js'
import { messageOf } from '../api/api-error.ts'
import { parseTimeParam } from '../format/time-param.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { withWords, words } from '../words/words.ts'
import { CallToActionAtEnd } from './call-to-action.tsx'
import styles from './embed-page.module.css'
import { followViews, toldOf } from './follow-views.ts'
import { createPlayback } from './playback.ts'
import { Player } from './player.tsx'
import { createSharedPage } from './shared-page.ts'

const ShutLink = lazy(withWords('shut', () => import('./shut-link.tsx')))

/** Only the player, for a frame in somebody else's page. */
export default function EmbedPage() {
  const params = useParams<{ token: string }>()
  const { page, shut, readAgain } = createSharedPage(() => params.token, { isEmbed: true })
  return (
    <main class={styles['frame']}>
      <Switch fallback={<p role="status" aria-label={words.common.loading}><Spinner /></p>}>
        <Match when={shut()}>
          {reason => <Suspense><ShutLink isEmbed reason={reason()} token={params.token} onOpened={readAgain} /></Suspense>}
        </Match>
        <Match when={page.error}>
          <EmptyState level={1} icon="warning" title={words.watch.failedTitle}>{messageOf(page.error)}</EmptyState>
        </Match>
        <Match when={!page.error && page()}>{shown => <Embedded page={shown()} />}</Match>
      </Switch>
    </main>
  )
}

function Embedded(props: { page: SharePage }) {
  const startAt = parseTimeParam(new URLSearchParams(location.search).get('t')) ?? 0
  // The page is read once; a new token makes a new player.
  // eslint-disable-next-line solid/reactivity
  const playback = createPlayback({ durationSeconds: props.page.durationSeconds, atSeconds: startAt })
  // eslint-disable-next-line solid/reactivity -- as above
  const tracker = followViews(props.page, playback)
  const told = toldOf(() => tracker)
  return (
    <>
      <Player page={props.page} playback={playback} hasOwnEnd={props.page.callToAction !== null}><CallToActionAtEnd action={props.page.callToAction} playback={playback} {...told} /></Player>
      <a class={styles['title']} href={`/s/${props.page.token}`} rel="external" target="_blank">{props.page.title}</a>
    </>
  )
}
