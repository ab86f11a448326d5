import type { EditForecast, RecordingEdit } from '@f2l/common/contracts/api.ts'
import { createEffect, createMemo, createSignal, on, onCleanup, untrack, type Accessor } from 'solid-js'
import { ApiError, messageOf } from '../api/api-error.ts'
import { useServices } from '../shell/services.tsx'
import { problemOf } from './draft-problem.ts'
import type { Draft } from './draft.ts'
import type { ChangedEdit } from './edit-changes.ts'

export interface Forecast {
  told: Accessor<EditForecast | null>
  isAsking: Accessor<boolean>
  /** Why this draft cannot be saved, as a sentence. */
  problem: Accessor<string | null>
}

const pauseMs = 600

/** What saving this draft would lead to, asked again a moment after each change. `isOn`: false while it could not be saved anyway. */
export function createForecast(recordingId: string, draft: Draft, isOn: Accessor<boolean>): Forecast {
  const { api } = useServices()
  const [told, setTold] = createSignal<EditForecast | null>(null)
  const [isAsking, setIsAsking] = createSignal(false)
  const [problem, setProblem] = createSignal<string | null>(null)
  const changes = createMemo(() => JSON.stringify(draft.changes()))
  const ask = async (asked: string, edit: RecordingEdit, signal: AbortSignal): Promise<void> => {
    // Where it cannot be told, saving works all the same.
    const answer = await api.forecastEdit(recordingId, JSON.parse(asked) as ChangedEdit, signal).catch((thrown: unknown) => {
      if (isSourceGone(thrown) && !signal.aborted) setProblem(messageOf(thrown))
      return null
    })
    if (signal.aborted) return
    if (answer?.cuts) draft.wasPlanned({ cuts: answer.cuts, edit })
    setTold(answer)
    setIsAsking(false)
  }
  createEffect(on([changes, isOn], ([asked, on]) => {
    setTold(null)
    setProblem(null)
    const isWanted = on && asked !== '{}' && problemOf(untrack(draft.edit), untrack(draft.kept)) === null
    setIsAsking(isWanted)
    if (!isWanted) return
    const gone = new AbortController()
    const timer = setTimeout(() => void ask(asked, untrack(draft.edit), gone.signal), pauseMs)
    onCleanup(() => { clearTimeout(timer); gone.abort() })
  }))
  return { told, isAsking, problem }
}

function isSourceGone(thrown: unknown): boolean {
  return thrown instanceof ApiError && thrown.code === 'source.gone'
}
