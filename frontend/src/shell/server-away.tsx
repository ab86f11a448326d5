import { createEffect, createSignal, on, onCleanup, Show } from 'solid-js'
import { createComeBack, isServerThere } from '../api/come-back.ts'
import { Notice } from '../ui/notice.tsx'
import styles from './app-frame.module.css'
import { useServices } from './services.tsx'
import { words } from '../words/words.ts'

/** So long may the stream of events be closed before the server is asked whether it is there. */
const patienceMs = 2500

/** Says over a page whose data is on the screen that the server is away; the page's own stream finds it again. */
export function ServerAway() {
  const { live, visitor } = useServices()
  const [isAway, setIsAway] = createSignal(false)
  const look = (): void => void isServerThere().then(isThere => setIsAway(!isThere && !live.isOpen()))
  createEffect(on(() => visitor().kind === 'member' && !live.isOpen(), isClosed => {
    setIsAway(false)
    if (!isClosed) return
    const timer = setTimeout(look, patienceMs)
    onCleanup(() => clearTimeout(timer))
  }))
  createComeBack(isAway, look)
  return <Show when={isAway()}><div class={styles['away']}><Notice tone="warn">{words.errors.serverAway}</Notice></div></Show>
}
