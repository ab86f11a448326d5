import type { SearchAnswer } from '@f2l/common/contracts/library.ts'
import { createEffect, createSignal, on, onCleanup, type Accessor } from 'solid-js'
import { useServices } from '../shell/services.tsx'

export interface LibrarySearch {
  /** Null while nothing is looked for; the answer before stays until the next is there. */
  answer: Accessor<SearchAnswer | null>
  error: Accessor<unknown>
  isLoading: Accessor<boolean>
  again: () => void
}

/** So long nothing may be typed before it is asked. */
const quietMs = 180

/** Searches for what `typed` says, and again whenever a recording changes. */
export function createLibrarySearch(typed: Accessor<string>): LibrarySearch {
  const { api, live } = useServices()
  const [answer, setAnswer] = createSignal<SearchAnswer | null>(null)
  const [error, setError] = createSignal<unknown>(undefined)
  const [isLoading, setIsLoading] = createSignal(false)
  let latest = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = (): void => { latest.abort(); clearTimeout(timer) }
  const ask = async (q: string, { signal }: AbortController): Promise<void> => {
    await api.search(q, signal).then(
      found => { if (!signal.aborted) { setAnswer(found); setError(undefined) } },
      (thrown: unknown) => { if (!signal.aborted) setError(thrown) },
    )
    if (!signal.aborted) setIsLoading(false)
  }
  const begin = (wait: number): void => {
    stop()
    const q = typed().trim()
    if (q === '') { setAnswer(null); setError(undefined) }
    setIsLoading(q !== '')
    latest = new AbortController()
    const mine = latest
    if (q !== '') timer = setTimeout(() => void ask(q, mine), wait)
  }
  createEffect(on(typed, () => begin(answer() === null ? 0 : quietMs)))
  onCleanup(live.listen(event => { if (event.type === 'recording' && typed().trim() !== '' && !isLoading()) begin(1000) }))
  onCleanup(stop)
  return { answer, error, isLoading, again: () => begin(0) }
}
