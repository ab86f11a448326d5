import { request, type Agent, type IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { Meter } from './meter.ts'

export interface Asked {
  kind: string
  method?: string
  path: string
  headers?: Record<string, string>
  body?: string | Readable
}

export interface Asker { origin: string; agent: Agent; meter: Meter; signal: AbortSignal }

/** Nobody waits longer for an answer to begin. */
const patienceMs = 30_000

/**
 * Asks as one browser would and answers once the head of the answer is there; its time counts from the call, without a body that is sent.
 * Null when something is wrong, which the meter then knows, or when the run is over.
 */
export async function ask({ origin, agent, meter, signal }: Asker, { kind, method = 'GET', path, headers = {}, body }: Asked): Promise<IncomingMessage | null> {
  if (signal.aborted) return null
  const startedAt = performance.now()
  try {
    const answer = await new Promise<IncomingMessage>((done, fail) => {
      const sent = request(origin + path, { method, agent, signal, headers: { ...typeof body === 'string' ? { 'content-type': 'application/json' } : {}, origin, ...headers } }, done)
      // A body of its own pace has a timer of its own.
      if (typeof body === 'string' || body === undefined) sent.setTimeout(patienceMs, () => sent.destroy(new Error('no answer within 30 s')))
      sent.on('error', fail)
      if (typeof body === 'object') body.on('error', fail).pipe(sent)
      else sent.end(body)
    })
    meter.note(kind, performance.now() - startedAt)
    if (answer.statusCode! < 400) return answer
    meter.fault(kind, `${answer.statusCode} ${(await text(answer)).slice(0, 160)}`)
  } catch (error) {
    if (!signal.aborted) meter.fault(kind, String(error))
  }
  return null
}

/** The whole answer as text; null like `ask`. */
export async function askText(asker: Asker, asked: Asked): Promise<string | null> {
  const answer = await ask(asker, asked)
  if (answer === null) return null
  try {
    return await text(answer)
  } catch (error) {
    if (!asker.signal.aborted) asker.meter.fault(asked.kind, `the answer broke off: ${String(error)}`)
    return null
  }
}
