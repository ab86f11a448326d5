import { useParams } from '@solidjs/router'
import { lazy, Match, Suspense, Switch } from 'solid-js'
import { messageOf } from '../api/api-error.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { withWords, words } from '../words/words.ts'
import { CallToActionAtEnd } from './call-to-action.tsx'
import styles from './embed-page.module.css'
import { createLinkView } from './link-view.ts'
import { Player } from './player.tsx'
import { createWatching, type Watched } from './watching.ts'

const ShutLink = lazy(withWords('shut', () => import('./shut-link.tsx')))
const WaitingPage = lazy(withWords(['draft', 'job'], () => import('./waiting-page.tsx')))

/** Only the player, for a frame in somebody else's page; before there is a video, how far it is. */
export default function EmbedPage() {
  const params = useParams<{ token: string }>()
  const { draft, finished, shown, shut, failure, isAway, readAgain } = createLinkView(() => params.token, { isEmbed: true })
  return (
    <main class={styles['frame']}>
      <Switch fallback={<Loading />}>
        <Match when={shown()}>{now => <Embedded page={now()} draft={draft.watchable()} finishedSeconds={finished()?.durationSeconds ?? null} onUnplayable={draft.giveUp} />}</Match>
        <Match when={draft.now()}>{now => <div class={styles['waiting']}><Suspense fallback={<Loading />}><WaitingPage draft={now()} /></Suspense></div>}</Match>
        <Match when={draft.isAsked()}><Loading /></Match>
        <Match when={shut()}>
          {reason => <Suspense><ShutLink isEmbed reason={reason()} token={params.token} onOpened={readAgain} /></Suspense>}
        </Match>
        <Match when={failure()}>
          <EmptyState level={1} icon="warning" title={words.watch.failedTitle}>{isAway() ? words.errors.serverAway : messageOf(failure())}</EmptyState>
        </Match>
      </Switch>
    </main>
  )
}

function Loading() {
  return <p role="status" aria-label={words.common.loading}><Spinner /></p>
}

function Embedded(props: Watched) {
  const { playback, told } = createWatching(props)
  return (
    <>
      <Player page={props.page} playback={playback} captionsAt={props.draft?.captionsAt} hasOwnEnd={props.page.callToAction !== null}><CallToActionAtEnd action={props.page.callToAction} playback={playback} {...told} /></Player>
      <h1 class={styles['title']}><a href={`/s/${props.page.token}`} rel="external" target="_blank">{props.page.title}</a></h1>
    </>
  )
}
