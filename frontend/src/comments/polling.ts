import { onCleanup } from 'solid-js'

const everyMs = 20_000

/** Reads at once, then every twenty seconds while somebody looks, and again as soon as they look again. */
export function pollWhileVisible(read: () => void): void {
  let readAt = Date.now()
  const tick = (): void => {
    if (document.hidden) return
    readAt = Date.now()
    read()
  }
  const look = (): void => { if (Date.now() - readAt >= everyMs) tick() }
  const timer = setInterval(tick, everyMs)
  document.addEventListener('visibilitychange', look)
  onCleanup(() => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', look)
  })
  read()
}
