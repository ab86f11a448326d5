import type { LiveEvent } from '@f2l/common/contracts/events.ts'
import { createSignal, type Accessor } from 'solid-js'
import { followEvents } from '../api/live-events.ts'
import type { Transport } from '../api/transport.ts'

export interface LiveChannel {
  /** Is the stream open? False while reconnecting. */
  isOpen: Accessor<boolean>
  /** Calls back for every event until the returned function is called. */
  listen: (onEvent: (event: LiveEvent) => void) => () => void
  /** Reads the server's events until `signal` ends it. */
  follow: (signal: AbortSignal) => Promise<void>
}

/** One stream for the whole app; views listen to it. */
export function makeLiveChannel(transport: Transport): LiveChannel {
  const [isOpen, setIsOpen] = createSignal(false)
  const listeners = new Set<(event: LiveEvent) => void>()
  const open = (cursor: string, signal: AbortSignal): Promise<Response> =>
    transport.open({ path: '/api/v1/events', signal }, { 'accept': 'text/event-stream', ...(cursor === '' ? {} : { 'last-event-id': cursor }) })
  return {
    isOpen,
    listen(onEvent) {
      listeners.add(onEvent)
      return () => listeners.delete(onEvent)
    },
    follow: signal => followEvents({
      open, wait: pause, random: Math.random, onConnection: setIsOpen,
      onEvent: event => { for (const listener of listeners) listener(event) },
    }, signal),
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => { clearTimeout(timer); resolve() }, { once: true })
  })
}
