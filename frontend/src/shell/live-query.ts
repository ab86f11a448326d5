import type { LiveEvent } from '@f2l/common/contracts/events.ts'
import { createEffect, createSignal, on, onCleanup, type Accessor } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import { useServices } from './services.tsx'

export interface LiveQuery<T> {
  /** The last answer; what is unchanged keeps its identity, so rows are not drawn anew. */
  data: Accessor<T | undefined>
  /** Why there is no answer, or why the last one may be old. */
  error: Accessor<unknown>
  isLoading: Accessor<boolean>
  refetch: () => Promise<void>
}

/** Many events at once (a heartbeat a second) are one read. */
const gatherMs = 150
/** While the live stream is down the view asks by itself. */
const fallbackPollMs = 10_000

/** Data of a view that is read again whenever an event concerns it. */
export function createLiveQuery<T extends object>(read: (signal: AbortSignal) => Promise<T>, concerns: (event: LiveEvent) => boolean): LiveQuery<T> {
  const query = createQuery(read)
  keepFresh(query.refetch, concerns)
  return query
}

/** Reads at once, and again whenever an event concerns it, the live stream is back, or it is down for long. */
export function keepFresh(refetch: () => Promise<void>, concerns: (event: LiveEvent) => boolean): void {
  const { live } = useServices()
  let timer: ReturnType<typeof setTimeout> | undefined
  const soon = (): void => {
    timer ??= setTimeout(() => { timer = undefined; void refetch() }, gatherMs)
  }
  onCleanup(live.listen(event => { if (concerns(event)) soon() }))
  onCleanup(() => clearTimeout(timer))
  createEffect(on(live.isOpen, isOpen => { if (isOpen) soon() }, { defer: true }))
  const poll = setInterval(() => { if (!live.isOpen() && !document.hidden) void refetch() }, fallbackPollMs)
  onCleanup(() => clearInterval(poll))
  void refetch()
}

function createQuery<T extends object>(read: (signal: AbortSignal) => Promise<T>): LiveQuery<T> {
  const [store, setStore] = createStore<{ value: T | undefined }>({ value: undefined })
  const [error, setError] = createSignal<unknown>(undefined)
  const [isLoading, setIsLoading] = createSignal(true)
  let latest = new AbortController()
  onCleanup(() => latest.abort())
  const refetch = async (): Promise<void> => {
    latest.abort()
    const mine = latest = new AbortController()
    setIsLoading(true)
    try {
      const value = await read(mine.signal)
      if (mine.signal.aborted) return
      setStore('value', reconcile(value, { key: 'id', merge: false }) as never)
      setError(undefined)
    } catch (thrown) {
      if (!mine.signal.aborted) setError(thrown)
    }
    if (!mine.signal.aborted) setIsLoading(false)
  }
  return { data: () => store.value, error, isLoading, refetch }
}
