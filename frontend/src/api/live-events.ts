import { liveEvent, type LiveEvent } from '@f2l/common/contracts/events.ts'
import { ApiError } from './api-error.ts'
import { makeStreamParser, type StreamMessage } from './event-stream.ts'

export interface LiveEventsDeps {
  /** Opens the stream from a cursor ('' = from now). Rejects as the transport does. */
  open: (cursor: string, signal: AbortSignal) => Promise<Response>
  /** Resolves after that time, or at once when the signal ends it. */
  wait: (ms: number, signal: AbortSignal) => Promise<void>
  random: () => number
  onEvent: (event: LiveEvent) => void
  /** True while the stream is open. */
  onConnection: (isOpen: boolean) => void
}

/** A stream without a word for this long is dead: the server sends a comment more often than that. */
const silenceMs = 60_000
const firstDelayMs = 1_000
const longestDelayMs = 30_000

/**
 * Follows the server's events until `signal` ends it: every reconnect continues from the last
 * cursor, so nothing is missed; the wait between attempts doubles up to 30 s, with jitter.
 * Ends by itself when the session is over.
 */
export async function followEvents(deps: LiveEventsDeps, signal: AbortSignal): Promise<void> {
  const place = { cursor: '', failures: 0, retryMs: firstDelayMs }
  while (!signal.aborted) {
    const isOver = await readOnce(deps, place, signal)
    deps.onConnection(false)
    if (isOver) return
    await deps.wait(delayFor(place, deps.random()), signal)
  }
}

interface Place { cursor: string; failures: number; retryMs: number }

/** Half of the delay is fixed, half is chance, so that a restarted server is not met by everybody at once. */
function delayFor({ failures, retryMs }: Place, chance: number): number {
  const ms = Math.min(retryMs * 2 ** Math.max(0, failures - 1), longestDelayMs)
  return ms / 2 + (ms / 2) * chance
}

async function readOnce(deps: LiveEventsDeps, place: Place, signal: AbortSignal): Promise<boolean> {
  const attempt = new AbortController()
  const both = AbortSignal.any([signal, attempt.signal])
  try {
    const response = await deps.open(place.cursor, both)
    deps.onConnection(true)
    place.failures = 0
    await readBody(deps, place, response, attempt)
  } catch (thrown) {
    if (thrown instanceof ApiError && thrown.status === 401) return true
  }
  place.failures += 1
  return signal.aborted
}

async function readBody(deps: LiveEventsDeps, place: Place, response: Response, attempt: AbortController): Promise<void> {
  if (!response.body) return
  const parser = makeStreamParser(place.cursor)
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let watchdog = setTimeout(() => attempt.abort(), silenceMs)
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      clearTimeout(watchdog)
      watchdog = setTimeout(() => attempt.abort(), silenceMs)
      for (const message of parser.feed(piece.value)) pass(deps, message)
      place.cursor = parser.lastId
      place.retryMs = parser.retryMs ?? place.retryMs
    }
  } finally {
    clearTimeout(watchdog)
  }
}

/** Events of a type this page does not know come from a newer server and are passed over. */
function pass(deps: LiveEventsDeps, message: StreamMessage): void {
  const parsed = liveEvent.safeParse(parseJson(message.data))
  if (parsed.success) deps.onEvent(parsed.data)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    if (cause instanceof SyntaxError) return null
    throw cause
  }
}
