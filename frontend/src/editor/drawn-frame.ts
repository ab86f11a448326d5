import { createEffect, createMemo, createSignal, on, onCleanup, untrack, type Accessor } from 'solid-js'
import { messageOf } from '../api/api-error.ts'
import { useServices } from '../shell/services.tsx'
import type { Draft } from './draft.ts'
import { problemOf } from './draft-problem.ts'
import type { ChangedEdit } from './edit-changes.ts'

export interface DrawnFrame { drawn: Accessor<{ url: string; at: number | null } | null>; isDrawing: Accessor<boolean>; problem: Accessor<string | null> }

const pauseMs = 700

/** Asks for the frame again a moment after what it shows has changed; who asks anew takes the last question back. */
export function createDrawnFrame({ recordingId, draft, at, isWanted }: { recordingId: string; draft: Draft; at: Accessor<number | null>; isWanted: Accessor<boolean> }): DrawnFrame {
  const { api } = useServices()
  const [drawn, setDrawn] = createSignal<{ url: string; at: number | null } | null>(null)
  const [isDrawing, setIsDrawing] = createSignal(false)
  const [problem, setProblem] = createSignal<string | null>(null)
  // Chapters are not drawn, so they ask for nothing.
  const drawnChanges = createMemo(() => JSON.stringify(Object.fromEntries(Object.entries(draft.changes()).filter(([field]) => field !== 'chapters'))))
  // The place changes with every key and every picture of the preview, so the rest is written down apart.
  const wish = createMemo(() => `{"edit":${drawnChanges()},"at":${at() === null ? null : Math.round(at()! * 10) / 10}}`)
  let shownWish = ''
  const draw = async (asked: string, signal: AbortSignal): Promise<void> => {
    setIsDrawing(true)
    try {
      const body = JSON.parse(asked) as { edit: ChangedEdit; at: number | null }
      const url = URL.createObjectURL(await api.drawFrame(recordingId, body, signal))
      if (signal.aborted) return URL.revokeObjectURL(url)
      const last = untrack(drawn)
      setDrawn({ url, at: body.at })
      if (last) URL.revokeObjectURL(last.url)
      shownWish = asked
      setProblem(null)
    } catch (thrown) {
      if (!signal.aborted) setProblem(messageOf(thrown))
    }
    if (!signal.aborted) setIsDrawing(false)
  }
  createEffect(on([wish, isWanted], ([asked, wanted]) => {
    if (!wanted || asked === shownWish || problemOf(untrack(draft.edit), untrack(draft.kept)) !== null) return
    const gone = new AbortController()
    const timer = setTimeout(() => void draw(asked, gone.signal), pauseMs)
    onCleanup(() => { clearTimeout(timer); gone.abort(); setIsDrawing(false) })
  }))
  onCleanup(() => { const last = drawn(); if (last) URL.revokeObjectURL(last.url) })
  return { drawn, isDrawing, problem }
}
