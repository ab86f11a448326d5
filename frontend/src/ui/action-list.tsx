import { DropdownMenu } from '@kobalte/core/dropdown-menu'
import { For, Show } from 'solid-js'
import { Icon } from './icon.tsx'
import type { MenuProps } from './menu.tsx'
import styles from './menu.module.css'

/** The menu itself, with its button. It is drawn inside the page's main part, where those who go from landmark to landmark find it. */
export default function ActionList(props: MenuProps) {
  return (
    <DropdownMenu placement="bottom-end" gutter={6} modal={false}>
      <DropdownMenu.Trigger class={props.triggerClass ?? styles['trigger']} aria-label={props.label} title={props.label}>{props.trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal mount={document.querySelector('main') ?? document.body}>
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
