import type { IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { ask, type Asker } from './ask.ts'

export interface Video { bytes: number; durationSeconds: number }

/** A player fills its buffer first and then takes a little more than it shows. */
const bufferSeconds = 3
const haste = 1.25

/**
 * Plays as a browser does: asks for all bytes from a place on, takes them at the pace of the video and breaks the connection off
 * when somebody leaps. What comes is counted: an answer that ends early is a fault.
 */
export async function playFrom(asker: Asker, path: string, video: Video, { from, seconds }: { from: number; seconds: number }): Promise<void> {
  const answer = await ask(asker, { kind: 'video, to the first byte', path, headers: { range: `bytes=${from}-` } })
  if (answer === null) return
  const wanted = video.bytes - from
  if (answer.statusCode !== 206 || Number(answer.headers['content-length']) !== wanted) asker.meter.fault('video', `${answer.statusCode} with ${answer.headers['content-length']} bytes for a range of ${wanted}`)
  const until = performance.now() + seconds * 1000
  try {
    const got = await take(answer, video, until)
    if (got < wanted && performance.now() < until && !asker.signal.aborted) asker.meter.fault('video', 'the answer ended early')
    // Played to its end: the last picture stands for the rest of the time.
    await sleep(Math.max(0, until - performance.now()), undefined, { signal: asker.signal })
  } catch (error) {
    if (!asker.signal.aborted) asker.meter.fault('video', `broke off: ${String(error)}`)
  } finally {
    answer.destroy()
  }
}

async function take(answer: IncomingMessage, { bytes, durationSeconds }: Video, until: number): Promise<number> {
  const perMs = bytes / durationSeconds / 1000
  const startedAt = performance.now()
  let got = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    got += chunk.length
    const dueMs = got / perMs / haste - bufferSeconds * 1000 - (performance.now() - startedAt)
    if (dueMs > 0) await sleep(Math.min(dueMs, Math.max(0, until - performance.now())))
    if (performance.now() >= until) break
  }
  return got
}
