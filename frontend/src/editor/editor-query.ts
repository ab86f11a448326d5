import type { EditorContent, EditorView } from '@f2l/common/contracts/editor.ts'
import { batch, createSignal, onCleanup, type Accessor } from 'solid-js'
import { keepFresh } from '../shell/live-query.ts'
import { useServices } from '../shell/services.tsx'

type View = Omit<EditorView, 'content'>

export interface EditorQuery {
  view: Accessor<View | undefined>
  /** Keeps its identity until the video was made again. */
  content: Accessor<EditorContent | undefined>
  error: Accessor<unknown>
  refetch: () => Promise<void>
}

/** What the editor shows, read again whenever an event concerns it. A plain value: a store would wrap tens of thousands of words. */
export function createEditorQuery(id: string): EditorQuery {
  const { api } = useServices()
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
  onCleanup(() => latest.abort())
  keepFresh(refetch, event => event.type === 'queue' || event.type === 'recording' && event.recordingId === id)
  return { view, content, error, refetch }
}
