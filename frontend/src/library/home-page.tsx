import { Show } from 'solid-js'
import { useMe } from '../shell/services.tsx'
import { LibraryPage } from './library-page.tsx'
import { Welcome } from './welcome.tsx'

/** The library for members; for everybody else what this is. */
export default function HomePage() {
  const me = useMe()
  return <Show when={me() !== null} fallback={<Welcome />}><LibraryPage /></Show>
}
