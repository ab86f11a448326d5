import type { RecordingDetail } from '@f2l/common/contracts/api.ts'
import { A, useNavigate, useParams } from '@solidjs/router'
import { createMemo, createSignal, Match, Show, Switch } from 'solid-js'
import { isNotFound } from '../api/api-error.ts'
import { dayAndTime } from '../format/date.ts'
import { BinnedNotice } from '../library/binned-notice.tsx'
import { RecordingMenu } from '../library/recording-menu.tsx'
import { LengthChange, StateBadge } from '../library/recording-facts.tsx'
import { RestrictedMark } from '../sharing/restricted-mark.tsx'
import { TitleField } from '../library/recording-title.tsx'
import { TagList } from '../library/tag-list.tsx'
import { createLiveQuery } from '../shell/live-query.ts'
import { setPageTitle } from '../shell/page-title.ts'
import { useServices } from '../shell/services.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Icon } from '../ui/icon.tsx'
import { LoadFailed } from '../ui/notice.tsx'
import { Skeleton } from '../ui/spinner.tsx'
import { locale, words } from '../words/words.ts'
import { Conversion } from './conversion.tsx'
import { FinishedVideo } from './finished-video.tsx'
import { Remake } from './remake.tsx'
import styles from './recording.module.css'

export default function RecordingPage() {
  const params = useParams<{ id: string }>()
  return <Show when={params.id} keyed>{id => <RecordingView id={id} />}</Show>
}

function RecordingView(props: { id: string }) {
  const { api } = useServices()
  const detail = createLiveQuery(
    signal => api.readRecording(props.id, signal),
    event => event.type === 'queue' || (event.type === 'recording' && event.recordingId === props.id),
  )
  setPageTitle(() => detail.data()?.recording.title ?? words.library.title)
  return (
    <Switch fallback={<div role="status" aria-label={words.common.loading}><Skeleton /><Skeleton kind="block" /></div>}>
      <Match when={isNotFound(detail.error())}>
        <EmptyState level={1} icon="film" title={words.recording.gone} action={<A href="/">{words.errors.toLibrary}</A>}>{words.recording.goneText}</EmptyState>
      </Match>
      <Match when={detail.data()}>{shown => <Detail detail={shown()} onChanged={() => void detail.refetch()} />}</Match>
      <Match when={detail.error()}>{error => <LoadFailed error={error()} onRetry={() => void detail.refetch()} />}</Match>
    </Switch>
  )
}

function Detail(props: { detail: RecordingDetail; onChanged: () => void }) {
  const navigate = useNavigate()
  const recording = () => props.detail.recording
  const [isRenaming, setIsRenaming] = createSignal(false)
  // A video that was made again lies at the same address: its player must begin anew.
  const rendition = createMemo(() => props.detail.page && JSON.stringify([props.detail.page.durationSeconds, props.detail.keep]))
  return (
    <div class={styles['page']}>
      <A href="/" class={styles['back']}><Icon name="left" size={16} />{words.nav.library}</A>
      <div class={styles['head']}>
        <div class={styles['title']}>
          <h1><Show when={isRenaming()} fallback={recording().title}><TitleField id={recording().id} title={recording().title} onDone={() => setIsRenaming(false)} onChanged={() => props.onChanged()} /></Show></h1>
          <p class={styles['facts']}>
            <StateBadge state={recording().state} />
            <LengthChange recording={recording()} />
            <span>{words.library.sources[recording().source]}</span>
            <span>{dayAndTime(recording().recordedAt ?? recording().createdAt, locale)}</span>
            <RestrictedMark recording={recording()} hasWords />
          </p>
        </div>
        <Show when={recording().binnedAt === null}><RecordingMenu recording={recording()} onChanged={() => props.onChanged()} onRename={() => setIsRenaming(true)} onDeleted={() => navigate('/', { replace: true })} /></Show>
      </div>
      <TagList tags={recording().tags} />
      <BinnedNotice recording={recording()} onChanged={() => props.onChanged()} />
      <Show when={recording().state !== 'ready' && recording().binnedAt === null}><Conversion recording={recording()} onChanged={() => props.onChanged()} /></Show>
      <Show when={recording().state === 'ready' && recording().job}>{job => <Remake recording={recording()} job={job()} onChanged={() => props.onChanged()} />}</Show>
      <Show when={rendition()} keyed>{_ => <FinishedVideo page={props.detail.page!} detail={props.detail} onChanged={() => props.onChanged()} />}</Show>
    </div>
  )
}
