import { Navigate } from '@solidjs/router'
import { Show } from 'solid-js'
import { setPageTitle } from '../shell/page-title.ts'
import { words } from '../words/words.ts'

/** On a phone the list stands alone; with room beside it its first page is shown. The width is that of settings.module.css. */
export default function SettingsIndex() {
  setPageTitle(() => words.settings.title)
  return <Show when={matchMedia('(min-width: 761px)').matches}><Navigate href="/settings/profile" /></Show>
}
