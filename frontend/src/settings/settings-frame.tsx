import { A, Navigate, useLocation, type RouteSectionProps } from '@solidjs/router'
import { For, Show } from 'solid-js'
import { setPageTitle } from '../shell/page-title.ts'
import { useMe } from '../shell/services.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import { words } from '../words/words.ts'
import styles from './settings.module.css'

interface Place { href: string; label: string; icon: IconName }

const places = (): Place[] => [
  { href: '/settings/profile', label: words.settings.profile, icon: 'user' },
  { href: '/settings/brand', label: words.settings.brand, icon: 'film' },
  { href: '/settings/mail', label: words.settings.mail, icon: 'mail' },
  { href: '/settings/fathom', label: words.settings.fathom, icon: 'plug' },
  { href: '/settings/api-keys', label: words.settings.apiKeys, icon: 'key' },
  { href: '/settings/sessions', label: words.settings.sessions, icon: 'clock' },
  { href: '/settings/activity', label: words.settings.activity, icon: 'lock' },
  { href: '/settings/usage', label: words.settings.usage, icon: 'library' },
  { href: '/settings/export', label: words.settings.export, icon: 'download' },
]
const forOperators = (): Place => ({ href: '/doctor', label: words.settings.doctor, icon: 'info' })

/** The width is that of settings.module.css. */
const hasRoomBeside = (): boolean => matchMedia('(min-width: 761px)').matches

/** Pages with a list beside them; on a phone the list is a page of its own, elsewhere its first page is shown. */
export default function SettingsFrame(props: RouteSectionProps) {
  setPageTitle(() => words.settings.title)
  const location = useLocation()
  const me = useMe()
  const isList = () => /^\/settings\/?$/.test(location.pathname)
  const shown = () => me()?.isOperator ? [...places(), forOperators()] : places()
  return (
    <div class={`${styles['frame']} ${isList() ? styles['list'] : ''}`}>
      <nav class={styles['side']} aria-label={words.settings.title}>
        <Show when={isList()}><h1 class={styles['listTitle']}>{words.settings.title}</h1></Show>
        <ul role="list">
          <For each={shown()}>
            {place => <li><A href={place.href} class={styles['place']} activeClass={styles['here'] ?? ''}><Icon name={place.icon} size={18} /><span>{place.label}</span><span class={styles['arrow']}><Icon name="right" size={16} /></span></A></li>}
          </For>
        </ul>
      </nav>
      <div class={styles['page']}>
        <Show when={isList() && hasRoomBeside()}><Navigate href="/settings/profile" /></Show>
        <Show when={!isList()}><A href="/settings" class={styles['back']}><Icon name="left" size={16} />{words.settings.title}</A></Show>
        {props.children}
      </div>
    </div>
  )
}
