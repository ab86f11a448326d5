import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { stageName } from '@f2l/common/contracts/job.ts'
import { A, Navigate, useParams } from '@solidjs/router'
import { For, Match, Show, Switch } from 'solid-js'
import { isNotFound } from '../api/api-error.ts'
import { JobLine } from '../queue/job-line.tsx'
import { Conversion } from '../recording/conversion.tsx'
import { createLiveQuery } from '../shell/live-query.ts'
import { setPageTitle } from '../shell/page-title.ts'
import { useServices } from '../shell/services.tsx'
import { Card } from '../ui/card.tsx'
import { Icon } from '../ui/icon.tsx'
import { LoadFailed } from '../ui/notice.tsx'
import { Skeleton } from '../ui/spinner.tsx'
import { words } from '../words/words.ts'
import styles from './first-run.module.css'

/** The way of the first video, step by step; when it is there, its share page opens by itself. */
export default function SamplePage() {
  setPageTitle(() => words.firstRun.makingTitle)
  const params = useParams<{ id: string }>()
  const { api } = useServices()
  const detail = createLiveQuery(signal => api.readRecording(params.id, signal), event => event.type === 'queue' || (event.type === 'recording' && event.recordingId === params.id))
  const recording = () => detail.data()?.recording
  const finished = () => recording()?.state === 'ready' ? recording()?.shareToken : null
  return (
    <Switch fallback={<div role="status" aria-label={words.common.loading}><Skeleton /><Skeleton kind="block" /></div>}>
      <Match when={finished()}>{token => <Navigate href={`/s/${token()}`} />}</Match>
      <Match when={isNotFound(detail.error())}><Navigate href="/" /></Match>
      <Match when={recording()}>{shown => <Making recording={shown()} onChanged={() => void detail.refetch()} />}</Match>
      <Match when={detail.error()}>{error => <LoadFailed error={error()} onRetry={() => void detail.refetch()} />}</Match>
    </Switch>
  )
}

function Making(props: { recording: RecordingSummary; onChanged: () => void }) {
  const isStopped = () => props.recording.state === 'failed' || props.recording.state === 'cancelled'
  return (
    <div class={styles['making']}>
      <div>
        <h1>{words.firstRun.makingTitle}</h1>
        <p class={styles['soft']}>{words.firstRun.makingText}</p>
      </div>
      <Show when={!isStopped()} fallback={<Conversion recording={props.recording} onChanged={() => props.onChanged()} />}>
        <Card class={styles['progress']}>
          <Show when={props.recording.job} fallback={<p role="status">{words.firstRun.preparing}</p>}>
            {job => (
              <>
                <JobLine job={job()} title={props.recording.title} />
                <Steps current={job().status === 'processing' ? stageName.options.indexOf(job().stage ?? 'ingest') : -1} />
              </>
            )}
          </Show>
        </Card>
      </Show>
      <p class={styles['soft']}>{words.firstRun.leave} <A href="/">{words.nav.library}</A></p>
    </div>
  )
}

/** Every stage with what it is good for: done, under way, still to come. */
function Steps(props: { current: number }) {
  const state = (index: number) => index < props.current ? 'done' : index === props.current ? 'now' : 'next'
  return (
    <ol role="list" class={styles['steps']} aria-label={words.firstRun.steps}>
      <For each={stageName.options}>
        {(stage, index) => (
          <li class={styles[state(index())]} aria-current={state(index()) === 'now' ? 'step' : undefined}>
            <span class={styles['mark']} aria-hidden="true"><Show when={state(index()) === 'done'} fallback={index() + 1}><Icon name="check" size={16} /></Show></span>
            <div>
              <strong>{words.job.stages[stage]}</strong><Show when={state(index()) === 'done'}><span class="visually-hidden"> ({words.firstRun.stepDone})</span></Show>
              <p class={styles['soft']}>{words.firstRun.about[stage]}</p>
            </div>
          </li>
        )}
      </For>
    </ol>
  )
}
