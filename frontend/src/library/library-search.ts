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
  let isAsking = false
  const stop = (): void => { latest.abort(); clearTimeout(timer) }
  const ask = async (q: string, { signal }: AbortController): Promise<void> => {
    await api.search(q, signal).then(
      found => { if (!signal.aborted) { setAnswer(found); setError(undefined) } },
      (thrown: unknown) => { if (!signal.aborted) setError(thrown) },
    )
    if (signal.aborted) return
    isAsking = false
    setIsLoading(false)
  }
  // What is found stays as it is while the same words are looked for again.
  const begin = (wait: number, isAgain = false): void => {
    stop()
    const q = typed().trim()
    if (q === '') { setAnswer(null); setError(undefined) }
    isAsking = q !== ''
    setIsLoading(isAsking && !isAgain)
    latest = new AbortController()
    const mine = latest
    if (q !== '') timer = setTimeout(() => void ask(q, mine), wait)
  }
  createEffect(on(typed, () => begin(answer() === null ? 0 : quietMs)))
  onCleanup(live.listen(event => { if (event.type === 'recording' && typed().trim() !== '' && !isAsking) begin(1000, true) }))
  onCleanup(stop)
  return { answer, error, isLoading, again: () => begin(0) }
}
