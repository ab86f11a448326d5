import type { DoctorFinding, DoctorReport } from '@f2l/common/contracts/doctor.ts'
import { For, Match, Show, Switch } from 'solid-js'
import { ApiError } from '../api/api-error.ts'
import { dayAndTime } from '../format/date.ts'
import { createLiveQuery } from '../shell/live-query.ts'
import { setPageTitle } from '../shell/page-title.ts'
import { useServices } from '../shell/services.tsx'
import { Badge, type BadgeTone } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { CodeText } from '../ui/code-text.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { LoadFailed, Notice } from '../ui/notice.tsx'
import { Skeleton } from '../ui/spinner.tsx'
import { language, locale, words } from '../words/words.ts'
import styles from './doctor.module.css'

const tones: Record<DoctorFinding['state'], BadgeTone> = { good: 'good', warn: 'warn', bad: 'danger' }

export default function DoctorPage() {
  setPageTitle(() => words.doctor.title)
  const { api } = useServices()
  const report = createLiveQuery(signal => api.readDoctor(signal), () => false)
  const isShut = () => report.error() instanceof ApiError && (report.error() as ApiError).status === 403
  return (
    <Switch fallback={<div class={styles['page']} role="status" aria-label={words.doctor.looking}><h1>{words.doctor.title}</h1><Skeleton kind="block" /><Skeleton kind="block" /></div>}>
      <Match when={isShut()}><EmptyState level={1} icon="info" title={words.doctor.shut}>{words.doctor.shutText}</EmptyState></Match>
      <Match when={report.data()}>{shown => <Report report={shown()} isLooking={report.isLoading()} onAgain={() => void report.refetch()} />}</Match>
      <Match when={report.error()}>{error => <LoadFailed error={error()} onRetry={() => void report.refetch()} />}</Match>
    </Switch>
  )
}

function Report(props: { report: DoctorReport; isLooking: boolean; onAgain: () => void }) {
  const count = (state: DoctorFinding['state']) => props.report.findings.filter(finding => finding.state === state).length
  const tone = () => count('bad') > 0 ? 'danger' : count('warn') > 0 ? 'warn' : 'good'
  return (
    <div class={styles['page']}>
      <div class={styles['head']}>
        <div>
          <h1>{words.doctor.title}</h1>
          <p class={styles['soft']}>{words.doctor.checkedAt(dayAndTime(props.report.checkedAt, locale))}</p>
        </div>
        <Button icon="retry" isBusy={props.isLooking} onClick={() => props.onAgain()}>{words.doctor.again}</Button>
      </div>
      <Notice tone={tone()}>{words.doctor.summary(count('bad'), count('warn'))}</Notice>
      <ul role="list" class={styles['findings']} aria-label={words.doctor.title}>
        <For each={props.report.findings}>{finding => <Finding finding={finding} />}</For>
      </ul>
      <p class={styles['soft']}>{words.doctor.terminal}</p>
    </div>
  )
}

function Finding(props: { finding: DoctorFinding }) {
  return (
    <li class={styles['finding']}>
      <div class={styles['name']}>
        <h2>{words.doctor.finding(props.finding.name)}</h2>
        <Badge tone={tones[props.finding.state]}>{words.doctor.states[props.finding.state]}</Badge>
      </div>
      <div>
        <p><Sentence text={props.finding.detail} /></p>
        <Show when={props.finding.remedy}>{remedy => <p class={styles['soft']}><Sentence text={remedy()} /></p>}</Show>
      </div>
    </li>
  )
}

/** What we cannot say in the language of the page is marked as English. */
function Sentence(props: { text: string }) {
  const said = () => words.doctor.finding(props.text)
  return <span lang={said() === props.text && language !== 'en' ? 'en' : undefined}><CodeText text={said()} /></span>
}
