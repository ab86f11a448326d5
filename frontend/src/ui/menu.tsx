import { DropdownMenu } from '@kobalte/core/dropdown-menu'
import { For, Show, type JSX } from 'solid-js'
import { Icon, type IconName } from './icon.tsx'
import styles from './menu.module.css'

export interface MenuAction { label: string; icon: IconName; isDanger?: boolean; onSelect: () => void }

/** A button that opens a list of actions. */
export function Menu(props: { label: string; trigger: JSX.Element; triggerClass?: string | undefined; heading?: JSX.Element; actions: MenuAction[] }) {
  return (
    <DropdownMenu placement="bottom-end" gutter={6} modal={false}>
      <DropdownMenu.Trigger class={props.triggerClass ?? styles['trigger']} aria-label={props.label} title={props.label}>{props.trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content class={styles['content']}>
          <Show when={props.heading}><div class={styles['heading']}>{props.heading}</div></Show>
          <For each={props.actions}>
            {action => (
              <DropdownMenu.Item class={`${styles['item']} ${action.isDanger ? styles['danger'] : ''}`} onSelect={() => action.onSelect()}>
                <Icon name={action.icon} size={18} />
                <span>{action.label}</span>
              </DropdownMenu.Item>
            )}
          </For>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  )
}
