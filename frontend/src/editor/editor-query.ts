import type { EditorContent, EditorView } from '@f2l/common/contracts/editor.ts'
import { batch, createSignal, onCleanup, type Accessor } from 'solid-js'
import { useServices } from '../shell/services.tsx'

type View = Omit<EditorView, 'content'>

export interface EditorQuery {
  view: Accessor<View | undefined>
  /** Keeps its identity until the video was made again. */
  content: Accessor<EditorContent | undefined>
  error: Accessor<unknown>
  refetch: () => Promise<void>
}

const gatherMs = 200
const fallbackPollMs = 10_000

/** What the editor shows, read again whenever an event concerns it. A plain value: a store would wrap tens of thousands of words. */
export function createEditorQuery(id: string): EditorQuery {
  const { api, live } = useServices()
  const [view, setView] = createSignal<View>()
  const [content, setContent] = createSignal<EditorContent>()
  const [error, setError] = createSignal<unknown>()
  let latest = new AbortController()
  const refetch = async (): Promise<void> => {
    latest.abort()
    const { signal } = latest = new AbortController()
    try {
      const { content: found, ...told } = await api.readEditor(id, content() ? view()?.version ?? null : null, signal)
      if (!signal.aborted) batch(() => { if (found) setContent(found); setView(told); setError(undefined) })
    } catch (thrown) {
      if (!signal.aborted) setError(thrown)
    }
  }
  let timer: ReturnType<typeof setTimeout> | undefined
  const soon = (): void => { timer ??= setTimeout(() => { timer = undefined; void refetch() }, gatherMs) }
  onCleanup(live.listen(event => { if (event.type === 'queue' || event.type === 'recording' && event.recordingId === id) soon() }))
  const poll = setInterval(() => { if (!live.isOpen() && !document.hidden) void refetch() }, fallbackPollMs)
  onCleanup(() => { clearTimeout(timer); clearInterval(poll); latest.abort() })
  void refetch()
  return { view, content, error, refetch }
}
