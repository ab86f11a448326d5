import type { SharePage } from '@f2l/common/contracts/api.ts'
import { useParams } from '@solidjs/router'
import { createResource, Match, Switch } from 'solid-js'
import { messageOf } from '../api/api-error.ts'
import { readSharePage } from '../api/read-share-page.ts'
import { parseTimeParam } from '../format/time-param.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { words } from '../words/words.ts'
import styles from './embed-page.module.css'
import { followViews } from './follow-views.ts'
import { createPlayback } from './playback.ts'
import { Player } from './player.tsx'

/** Only the player, for a frame in somebody else's page. */
export default function EmbedPage() {
  const params = useParams<{ token: string }>()
  const [page] = createResource(() => params.token, readSharePage)
  return (
    <main class={styles['frame']}>
      <Switch fallback={<p role="status" aria-label={words.common.loading}><Spinner /></p>}>
        <Match when={page.error}>
          <EmptyState level={1} icon="link" title={words.watch.goneTitle}>{messageOf(page.error)}</EmptyState>
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
  followViews(props.page, playback)
  return (
    <>
      <Player page={props.page} playback={playback} />
      <a class={styles['title']} href={`/s/${props.page.token}`} rel="external" target="_blank">{props.page.title}</a>
    </>
  )
}
