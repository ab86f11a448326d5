/** A wait that can be cut short. A ring while nobody waits is not lost: the next wait returns at once. */
export interface Alarm {
  ring(): void
  /** Settles at a ring, after the time, or when the signal aborts. */
  wait(seconds: number, signal: AbortSignal): Promise<void>
}

export function makeAlarm(): Alarm {
  let hasRung = false
  let wake: (() => void) | undefined
  return {
    ring: () => {
      hasRung = true
      wake?.()
    },
    wait: async (seconds, signal) => {
      if (!hasRung && !signal.aborted) {
        await new Promise<void>(done => {
          const timer = setTimeout(end, seconds * 1000)
          function end(): void {
            clearTimeout(timer)
            signal.removeEventListener('abort', end)
            done()
          }
          signal.addEventListener('abort', end, { once: true })
          wake = end
        })
      }
      wake = undefined
      hasRung = false
    },
  }
}
