import { lazy, Suspense, type JSX } from 'solid-js'
import type { IconName } from './icon.tsx'
import styles from './menu.module.css'

export interface MenuAction { label: string; icon: IconName; isDanger?: boolean; onSelect: () => void }
export interface MenuProps { label: string; trigger: JSX.Element; triggerClass?: string | undefined; heading?: JSX.Element; actions: MenuAction[] }

/** What opens it is a sixth of the app's first script, so it comes after; its button stands there from the start. */
const ActionList = lazy(() => import('./action-list.tsx'))

/** A button that opens a list of actions. */
export function Menu(props: MenuProps) {
  const waiting = <button type="button" class={props.triggerClass ?? styles['trigger']} disabled>{props.trigger}</button>
  return <Suspense fallback={waiting}><ActionList {...props} /></Suspense>
}
