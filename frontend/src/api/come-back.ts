import { createEffect, on, onCleanup } from 'solid-js'

const everyMs = 5000

/** While `isAway` it is tried again every few seconds, and at once when the network is back. */
export function createComeBack(isAway: () => boolean, tryAgain: () => void): void {
  createEffect(on(isAway, away => {
    if (!away) return
    const timer = setInterval(() => { if (!document.hidden) tryAgain() }, everyMs)
    addEventListener('online', tryAgain)
    onCleanup(() => {
      clearInterval(timer)
      removeEventListener('online', tryAgain)
    })
  }))
}

/** Does the server answer? A proxy that stands before one that is away answers for it, with an error. */
export function isServerThere(): Promise<boolean> {
  return fetch('/healthz', { cache: 'no-store' }).then(answer => answer.ok, () => false)
}
