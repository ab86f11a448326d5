import { Show, type JSX } from 'solid-js'
import { isServerAway, messageOf } from '../api/api-error.ts'
import { createComeBack } from '../api/come-back.ts'
import { words } from '../words/words.ts'
import { Button } from './button.tsx'
import { Icon, type IconName } from './icon.tsx'
import styles from './notice.module.css'

type Tone = 'info' | 'good' | 'warn' | 'danger'
const icons: Record<Tone, IconName> = { info: 'info', good: 'check', warn: 'warning', danger: 'warning' }

/** A sentence that stays on the page; with `isAway` the one over the page is not said too. Bad news is read out at once, the rest when there is a pause. */
export function Notice(props: { tone?: Tone; title?: string | undefined; isAway?: boolean; children?: JSX.Element; action?: JSX.Element }) {
  const tone = () => props.tone ?? 'info'
  return (
    <div class={`${styles['notice']} ${styles[tone()]}`} role={tone() === 'danger' ? 'alert' : 'status'} data-away={props.isAway ? '' : undefined}>
      <Icon name={icons[tone()]} />
      <div class={styles['words']}>
        <Show when={props.title}><strong>{props.title}</strong></Show>
        <Show when={props.children}><p>{props.children}</p></Show>
      </div>
      <Show when={props.action}><div class={styles['action']}>{props.action}</div></Show>
    </div>
  )
}

/** What a view shows when its data could not be read. A server that is away is asked again by itself. */
export function LoadFailed(props: { error: unknown; onRetry: () => void }) {
  const isAway = () => isServerAway(props.error)
  createComeBack(isAway, () => props.onRetry())
  return (
    <Notice tone={isAway() ? 'warn' : 'danger'} isAway={isAway()} title={isAway() ? undefined : words.errors.couldNotLoad} action={<Button size="s" icon="retry" onClick={() => props.onRetry()}>{words.common.retry}</Button>}>
      {isAway() ? words.errors.serverAway : messageOf(props.error)}
    </Notice>
  )
}
