import type { SharePage } from '@f2l/common/contracts/api.ts'
import { createComputed, createEffect, createMemo, on, untrack } from 'solid-js'
import { parseTimeParam } from '../format/time-param.ts'
import type { WatchableDraft } from './draft.ts'
import { followViews, toldOf } from './follow-views.ts'
import { createPlayback, type Playback } from './playback.ts'

export interface Watched {
  page: SharePage
  draft: WatchableDraft | null
  /** Length of the finished video, once there is one. */
  finishedSeconds: number | null
  onUnplayable: () => void
}

/** Plays what a link shows from the second in the address on, changes from source to finished video, and tells of views. */
export function createWatching(watched: Watched): { playback: Playback; told: ReturnType<typeof toldOf> } {
  const startAt = parseTimeParam(new URLSearchParams(location.search).get('t')) ?? 0
  const playback = untrack(() => createPlayback({ durationSeconds: watched.page.durationSeconds, atSeconds: startAt, skips: watched.draft?.skips ?? null }))
  // Before the element learns of the other file: it forgets place and speed then.
  createComputed(on(() => watched.finishedSeconds, seconds => { if (seconds !== null) playback.changeToFinished(seconds) }, { defer: true }))
  createEffect(() => { if (watched.draft !== null && playback.state.hasFailed) watched.onUnplayable() })
  const isFinished = createMemo(() => watched.draft === null)
  // A view is one of the finished video; watching its source counts from the moment when the video takes over.
  const tracker = createMemo(() => isFinished() ? followViews(untrack(() => watched.page), playback) : null)
  return { playback, told: toldOf(tracker) }
}
