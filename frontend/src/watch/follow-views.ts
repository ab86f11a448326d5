import type { SharePage } from '@f2l/common/contracts/api.ts'
import { createEffect, onCleanup } from 'solid-js'
import type { Playback } from './playback.ts'
import { makeViewTracker, type TellView, type ViewTracker } from './view-tracker.ts'

/** Tells the server what of this page's video is watched, as long as its component lives. The owner's own views are not told: null. */
export function followViews({ token, durationSeconds, viewer }: Pick<SharePage, 'token' | 'durationSeconds' | 'viewer'>, { state }: Pick<Playback, 'state'>): ViewTracker | null {
  if (viewer.isOwner) return null
  const tracker = makeViewTracker({ id: newViewId(), durationSeconds, asksForPrivacy: asksForPrivacy(), now: () => performance.now(), tell: tellTo(token) })
  createEffect(() => tracker.observe({ time: state.time, isPlaying: state.isPlaying, rate: state.rate }))
  const leaveIfHidden = (): void => { if (document.visibilityState === 'hidden') tracker.leave() }
  document.addEventListener('visibilitychange', leaveIfHidden)
  window.addEventListener('pagehide', tracker.leave)
  onCleanup(() => {
    document.removeEventListener('visibilitychange', leaveIfHidden)
    window.removeEventListener('pagehide', tracker.leave)
    tracker.leave()
  })
  return tracker
}

/** For the owner's button: what is told of it. */
export function toldOf(tracker: () => ViewTracker | null): { onShown: () => void; onClicked: () => void } {
  return { onShown: () => tracker()?.noteCallToAction('saw'), onClicked: () => tracker()?.noteCallToAction('clicked') }
}

/** A page that goes away can send a beacon only; of one that stays it is known whether its word arrived. */
function tellTo(token: string): TellView {
  const url = `/api/v1/share/${token}/view`
  return async (word, isLeaving) => {
    const body = JSON.stringify(word)
    if (isLeaving && navigator.sendBeacon(url, body)) return true
    const { status } = await fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json' }, keepalive: true })
    return status < 500 && status !== 429
  }
}

function newViewId(): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz012345'
  return `vie_${Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => letters[byte % letters.length]).join('')}`
}

function asksForPrivacy(): boolean {
  return navigator.doNotTrack === '1' || (navigator as { globalPrivacyControl?: unknown }).globalPrivacyControl === true
}
