import type { RecordingDetail } from '@f2l/common/contracts/api.ts'
import { stageName } from '@f2l/common/contracts/job.ts'
import { For, Show } from 'solid-js'
import { length } from '../format/duration.ts'
import { Card } from '../ui/card.tsx'
import { Icon } from '../ui/icon.tsx'
import { locale, words } from '../words/words.ts'
import styles from './recording.module.css'

/** What the product proved about this video, and how long each stage took. */
export function Quality(props: { checks: RecordingDetail['checks']; timings: RecordingDetail['timings'] }) {
  const passed = () => props.checks.filter(check => check.ok).length
  const stages = () => stageName.options.filter(stage => (props.timings[stage] ?? 0) > 0)
  return (
    <Show when={props.checks.length > 0}>
      <Card class={styles['cuts']}>
        <details>
          <summary class={styles['summary']}>{words.recording.checks} <span class={styles['soft']}>{words.recording.checksPassed(passed(), props.checks.length)}</span></summary>
          <ul role="list" class={styles['checks']}>
            <For each={props.checks}>
              {check => (
                <li>
                  <span class={check.ok ? styles['good'] : styles['bad']} role="img" aria-label={check.ok ? words.recording.checkHolds : words.recording.checkFails}><Icon name={check.ok ? 'check' : 'warning'} size={18} /></span>
                  <span>{words.recording.checkNames[check.name]}</span>
                  <span class={styles['soft']}>{check.detail}</span>
                </li>
              )}
            </For>
          </ul>
          <Show when={stages().length > 0}>
            <p class={styles['soft']}><For each={stages()}>{(stage, index) => <>{index() > 0 ? ' · ' : ''}{words.job.stages[stage]} {length(props.timings[stage]!, locale)}</>}</For></p>
          </Show>
        </details>
      </Card>
    </Show>
  )
}
