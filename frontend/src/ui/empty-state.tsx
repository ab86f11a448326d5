import { Show, type JSX } from 'solid-js'
import styles from './empty-state.module.css'
import { Icon, type IconName } from './icon.tsx'

export function EmptyState(props: { icon: IconName; title: string; children?: JSX.Element; action?: JSX.Element; level?: 1 | 2 }) {
  return (
    <div class={styles['empty']}>
      <span class={styles['icon']}><Icon name={props.icon} size={28} /></span>
      <Show when={props.level === 1} fallback={<h2>{props.title}</h2>}><h1>{props.title}</h1></Show>
      <Show when={props.children}><p>{props.children}</p></Show>
      <Show when={props.action}>{props.action}</Show>
    </div>
  )
}
