import type { SharePage } from '@f2l/common/contracts/api.ts'
import type { Insights } from '@f2l/common/contracts/views.ts'
import { createEffect, createSignal, For, Match, Show, Switch } from 'solid-js'
import { messageOf } from '../api/api-error.ts'
import { clock } from '../format/duration.ts'
import { number, percent } from '../format/number.ts'
import type { LiveQuery } from '../shell/live-query.ts'
import { useServices } from '../shell/services.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { LoadFailed } from '../ui/notice.tsx'
import { Skeleton } from '../ui/spinner.tsx'
import { showToast } from '../ui/toast.tsx'
import { locale, words } from '../words/words.ts'
import { stretchesOf } from './curve.ts'
import { DayBars } from './day-bars.tsx'
import styles from './insights.module.css'
import { ViewerTable } from './viewer-table.tsx'

interface CardProps { recordingId: string; page: SharePage; query: LiveQuery<Insights> }

/** Who watched a video, for its owner: in numbers, by day, by viewer and by moment. The mail about the first view leads here. */
export function InsightsCard(props: CardProps) {
  let card!: HTMLDivElement
  let isLedHere = location.hash === '#insights'
  // What stands above grows with the same answer, so the way there is gone after it.
  createEffect(() => {
    if (!isLedHere || !props.query.data()) return
    isLedHere = false
    requestAnimationFrame(() => card.scrollIntoView())
  })
  const found = () => props.query.data()
  return (
    <div id="insights" ref={element => { card = element }} class={styles['place']}>
      <Card class={styles['insights']}>
        <div class={styles['head']}>
          <h2>{words.insights.title}</h2>
          <Show when={found()?.views}><CsvButton recordingId={props.recordingId} /></Show>
        </div>
        <Switch fallback={<div role="status" aria-label={words.common.loading}><Skeleton /><Skeleton /></div>}>
          <Match when={found()?.views === 0}><Empty page={props.page} insights={found()!} /></Match>
          <Match when={found()}>{shown => <Found insights={shown()} durationSeconds={props.page.durationSeconds} />}</Match>
          <Match when={props.query.error()}>{error => <LoadFailed error={error()} onRetry={() => void props.query.refetch()} />}</Match>
        </Switch>
      </Card>
    </div>
  )
}

function Empty(props: { page: SharePage; insights: Insights }) {
  return (
    <div class={styles['empty']}>
      <p><strong>{words.insights.emptyTitle}</strong></p>
      <p class={styles['soft']}>{words.insights.emptyText}</p>
      <CopyButton label={words.common.copyLink} text={() => `${location.origin}/s/${props.page.token}`} />
    </div>
  )
}

function Found(props: { insights: Insights; durationSeconds: number }) {
  return (
    <>
      <Numbers insights={props.insights} />
      <div class={styles['halves']}>
        <div class={styles['half']}>
          <DayBars days={props.insights.days} />
          <CurveTable retention={props.insights.retention} durationSeconds={props.durationSeconds} />
        </div>
        <div class={styles['half']}>
          <ViewerTable viewers={props.insights.viewerList} total={props.insights.viewers} hasButton={props.insights.callToAction !== null} />
          <p class={styles['soft']}>{words.insights.private}</p>
        </div>
      </div>
    </>
  )
}

function Numbers(props: { insights: Insights }) {
  const facts = (): [string, string][] => {
    const { views, viewers, seenShare, comments, reactions, callToAction } = props.insights
    return [
      [number(views, locale), words.insights.views(views)], [number(viewers, locale), words.insights.viewers(viewers)], [percent(seenShare, locale), words.insights.seen],
      [number(comments, locale), words.insights.comments(comments)], [number(reactions, locale), words.insights.reactions(reactions)],
      ...callToAction ? [[number(callToAction.clickedBy, locale), words.insights.clicked(number(callToAction.seenBy, locale))] as [string, string]] : [],
    ]
  }
  return <ul role="list" class={styles['numbers']}><For each={facts()}>{([value, meaning]) => <li><strong>{value}</strong> <span>{meaning}</span></li>}</For></ul>
}

/** The curve for those who cannot see it, or want to read it exactly. */
function CurveTable(props: { retention: readonly number[]; durationSeconds: number }) {
  return (
    <details>
      <summary class={styles['summary']}>{words.insights.curveTable}</summary>
      <table class={styles['table']}>
        <thead><tr><th scope="col">{words.insights.moment}</th><th scope="col">{words.insights.share}</th></tr></thead>
        <tbody><For each={stretchesOf(props.retention, props.durationSeconds)}>{({ start, share }) => <tr><td>{clock(start)}</td><td>{percent(share, locale)}</td></tr>}</For></tbody>
      </table>
    </details>
  )
}

/** Each press asks for an address of its own: one lives for some minutes only. */
function CsvButton(props: { recordingId: string }) {
  const { api } = useServices()
  const [isAsking, setIsAsking] = createSignal(false)
  const download = async (): Promise<void> => {
    setIsAsking(true)
    await api.linkToViewers(props.recordingId).then(({ url }) => location.assign(url), (thrown: unknown) => showToast(messageOf(thrown), 'danger'))
    setIsAsking(false)
  }
  return <Button size="s" icon="download" isBusy={isAsking()} onClick={() => void download()}>{words.insights.csv}</Button>
}
