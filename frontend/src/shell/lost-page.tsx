import { onCleanup, Show } from 'solid-js'
import { isServerThere } from '../api/come-back.ts'
import { LoadFailed, Notice } from '../ui/notice.tsx'
import { words } from '../words/words.ts'

/** What stands in the place of a page that threw. Where its code could not be fetched, only loading the page anew helps. */
export function LostPage(props: { error: unknown; onRetry: () => void }) {
  return <Show when={isMissingCode(props.error)} fallback={<LoadFailed error={props.error} onRetry={() => props.onRetry()} />}><MissingCode /></Show>
}

function MissingCode() {
  const timer = setInterval(() => void isServerThere().then(isThere => { if (isThere) reloadSeldom() }), everyMs)
  onCleanup(() => clearInterval(timer))
  return <Notice tone="warn">{words.errors.newPage}</Notice>
}

const everyMs = 3000
const seldomMs = 30_000
const reloadedAt = 'f2l.reloaded'

/** Code that stays away must not make a page that loads itself for ever. */
function reloadSeldom(): void {
  if (Date.now() - Number(sessionStorage.getItem(reloadedAt) ?? 0) < seldomMs) return
  sessionStorage.setItem(reloadedAt, String(Date.now()))
  location.reload()
}

/** Each browser has words of its own for it; all of them are a TypeError, or Vite's sentence on a style sheet. */
function isMissingCode(error: unknown): boolean {
  return error instanceof Error && /dynamically imported module|importing a module|preload CSS/i.test(error.message)
}
