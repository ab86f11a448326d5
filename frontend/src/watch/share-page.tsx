import type { SharePage as Page } from '@f2l/common/contracts/api.ts'
import type { ShutReason } from '@f2l/common/contracts/shut-reasons.ts'
import { useParams } from '@solidjs/router'
import { createEffect, For, lazy, Match, Show, Suspense, Switch } from 'solid-js'
import { messageOf } from '../api/api-error.ts'
import { day } from '../format/date.ts'
import { clock, length } from '../format/duration.ts'
import { linkAtTime } from '../format/time-param.ts'
import { createLateComments, PinSlot, ReactionSlot, type LateComments } from '../comments/late-comments.tsx'
import { Brand } from '../shell/brand.tsx'
import { LanguageChoice } from '../shell/language-choice.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Skeleton } from '../ui/spinner.tsx'
import { locale, withWords, words } from '../words/words.ts'
import { CallToActionAtEnd, CallToActionButton } from './call-to-action.tsx'
import { createLinkView } from './link-view.ts'
import { Notes } from './notes.tsx'
import type { Playback } from './playback.ts'
import { Player } from './player.tsx'
import styles from './share-page.module.css'
import { SidePanel } from './side-panel.tsx'
import { createTranscriptSearch } from './transcript-search.ts'
import { createWatching, type Watched } from './watching.ts'

const ShutLink = lazy(withWords('shut', () => import('./shut-link.tsx')))
const DraftNote = lazy(withWords('draft', () => import('./draft-note.tsx')))
const WaitingPage = lazy(withWords(['draft', 'job'], () => import('./waiting-page.tsx')))

/** The page a stranger sees: video, transcript, chapters, notes. Needs no account. */
export default function SharePage() {
  const params = useParams<{ token: string }>()
  let main!: HTMLElement
  const { draft, finished, shown, shut, failure, isAway, readAgain } = createLinkView(() => params.token)
  createEffect(() => { document.title = words.titleOf(shown()?.title ?? draft.now()?.title ?? titleOf(shut(), failure())) })
  const open = (): void => {
    main.focus()
    readAgain()
  }
  return (
    <div class={styles['frame']}>
      <header class={styles['head']}><a href="/" rel="external" aria-label={words.product}><Brand /></a></header>
      <main ref={element => { main = element }} class={styles['main']} tabindex="-1">
        <Switch fallback={<PageSkeleton />}>
          <Match when={shown()}>{now => <Watch page={now()} draft={draft.watchable()} finishedSeconds={finished()?.durationSeconds ?? null} onUnplayable={draft.giveUp} />}</Match>
          <Match when={draft.now()}>{now => <Suspense fallback={<PageSkeleton />}><WaitingPage draft={now()} /></Suspense>}</Match>
          <Match when={draft.isAsked()}><PageSkeleton /></Match>
          <Match when={shut()}>
            {reason => <Suspense fallback={<PageSkeleton />}><ShutLink reason={reason()} token={params.token} onOpened={open} /></Suspense>}
          </Match>
          <Match when={failure()}>
            <EmptyState level={1} icon="warning" title={words.watch.failedTitle} action={<Button look="primary" icon="retry" onClick={() => readAgain()}>{words.common.retry}</Button>}>{isAway() ? words.errors.serverAway : messageOf(failure())}</EmptyState>
          </Match>
        </Switch>
      </main>
      <footer class={styles['foot']}><a href="/" rel="external">{words.watch.madeWith}</a><LanguageChoice /></footer>
    </div>
  )
}

function titleOf(shut: ShutReason | null, failure: unknown): string {
  if (shut) return words.watch.shutTitles[shut]
  return failure ? words.watch.failedTitle : words.watch.player
}

function PageSkeleton() {
  return (
    <div class={styles['layout']} role="status" aria-label={words.common.loading}>
      <div class={styles['stage']}><Skeleton kind="picture" /></div>
      <div class={styles['about']}><Skeleton /><Skeleton /></div>
    </div>
  )
}

function Watch(props: Watched) {
  const { playback, told } = createWatching(props)
  const search = createTranscriptSearch(() => props.page.cues)
  const comments = createLateComments({ page: () => props.page, playback })
  const marks = () => search.hits().map(index => props.page.cues[index]!.start)
  const seek = (seconds: number): void => {
    playback.seek(seconds, { andPlay: true })
    document.querySelector('video')?.scrollIntoView({ block: 'nearest' })
  }
  return (
    <div class={styles['layout']}>
      <div class={styles['stage']}>
        <Player page={props.page} playback={playback} captionsAt={props.draft?.captionsAt} marks={marks()} pins={<PinSlot comments={comments} />} hasOwnEnd={props.page.callToAction !== null}>
          <CallToActionAtEnd action={props.page.callToAction} playback={playback} {...told} />
        </Player>
      </div>
      <Show when={props.draft}>{draft => <div class={styles['draft']}><Suspense><DraftNote draft={draft()} /></Suspense></div>}</Show>
      <About page={props.page} playback={playback} comments={comments} told={told} />
      <div class={styles['side']}><SidePanel page={props.page} playback={playback} search={search} comments={comments} /></div>
      <div class={styles['notes']}>
        <Notes page={props.page} onSeek={seek} />
        <Shortcuts />
      </div>
    </div>
  )
}

function About(props: { page: Page; playback: Playback; comments: LateComments; told: ReturnType<typeof createWatching>['told'] }) {
  const facts = () => {
    const { ownerName, recordedAt, createdAt, durationSeconds, sourceSeconds } = props.page
    const saved = sourceSeconds - durationSeconds
    return [
      ownerName === '' ? '' : words.watch.madeBy(ownerName),
      day(recordedAt ?? createdAt, locale),
      saved >= 1 ? words.watch.lengthChange(length(sourceSeconds, locale), length(durationSeconds, locale)) : length(durationSeconds, locale),
    ].filter(fact => fact !== '')
  }
  const linkAt = (seconds: number): string => linkAtTime(location.origin, props.page.token, seconds)
  const now = () => clock(props.playback.state.time)
  return (
    <div class={styles['about']}>
      <ReactionSlot comments={props.comments} />
      <div class={styles['title']}>
        <h1>{props.page.title}</h1>
        <p><For each={facts()}>{(fact, index) => <><Show when={index() > 0}><span aria-hidden="true"> · </span></Show><span>{fact}</span></>}</For></p>
      </div>
      <div class={styles['actions']}>
        <Show when={props.page.callToAction}>{action => <CallToActionButton action={action()} {...props.told} />}</Show>
        <CopyButton look="primary" label={words.watch.copyLink} text={() => linkAt(0)} />
        <CopyButton look="plain" icon="clock" label={words.watch.atTime(now())} name={words.watch.copyAtTime(now())} text={() => linkAt(props.playback.state.time)} />
        <Show when={props.page.downloadUrl}>{url => <ButtonLink icon="download" href={url()} isOutside download>{words.watch.download}</ButtonLink>}</Show>
      </div>
    </div>
  )
}

function Shortcuts() {
  return (
    <details class={styles['keys']}>
      <summary>{words.watch.shortcuts}</summary>
      <dl><For each={words.watch.shortcutList}>{([key, meaning]) => <div><dt><kbd>{key}</kbd></dt><dd>{meaning}</dd></div>}</For></dl>
    </details>
  )
}
