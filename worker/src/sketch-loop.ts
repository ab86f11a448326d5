import { sketch as sketchShape, type Sketch, type SketchAnswer } from '@f2l/common/contracts/sketch.ts'
import { jobId, type JobId } from '@f2l/common/contracts/ids.ts'
import { AppError, toAppError } from '@f2l/common/errors.ts'
import type { Logger } from '@f2l/common/log.ts'
import { pause } from '@f2l/common/pause.ts'
import type { Sketcher } from './sketch-job.ts'
import type { WorkFolders } from './work-folder.ts'

export interface SketchLoopOptions {
  backendUrl: string
  workerSecret: string
  sketcher: Sketcher
  folders: WorkFolders
  /** Steps in front of whatever the worker does only when it is idle. */
  first<T>(work: () => Promise<T>): Promise<T>
  log: Logger
  signal: AbortSignal
}

interface Taken { sketch: Sketch; /** Ends when nobody waits for it any more. */ over: AbortSignal }

const longestPauseMs = 15_000
const answerMs = 30_000
const restMs = 200

/** Makes what people wait for while they edit, one at a time and beside a conversion, until the signal aborts. Never rejects. */
export async function runSketchLoop(options: SketchLoopOptions): Promise<void> {
  const { signal, log } = options
  for (let failures = 0; !signal.aborted;) {
    try {
      await takeAndMake(options)
      failures = 0
    } catch (error) {
      if (signal.aborted) return
      failures += 1
      log.debug({ err: error, failures }, 'the backend hands out no sketches')
      await pause(Math.min(longestPauseMs, 500 * 2 ** failures), signal).catch(() => undefined)
    }
  }
}

async function takeAndMake(options: SketchLoopOptions): Promise<void> {
  const letGo = new AbortController()
  const stopping = AbortSignal.any([options.signal, letGo.signal])
  try {
    const taken = await take(options, stopping)
    if (taken) await options.first(() => makeOne(taken, options))
    // A backend that is stopping answers at once.
    else await pause(restMs, options.signal)
  } finally {
    letGo.abort()
  }
}

/** The answer stays open as long as somebody waits. */
async function take({ backendUrl, workerSecret }: SketchLoopOptions, signal: AbortSignal): Promise<Taken | null> {
  const answer = await fetch(`${backendUrl}/internal/v1/sketches`, { method: 'POST', headers: { authorization: `Bearer ${workerSecret}` }, signal })
  if (answer.status === 204) return null
  if (!answer.ok || !answer.body) throw new AppError('fetch.failed', `The server answered the worker with status ${answer.status}.`)
  const lines = answer.body.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  while (!text.includes('\n')) {
    const { value, done } = await lines.read()
    if (done) return null
    text += value
  }
  return { sketch: sketchShape.parse(JSON.parse(text)), over: endOf(lines) }
}

function endOf(lines: ReadableStreamDefaultReader<string>): AbortSignal {
  const over = new AbortController()
  const end = (): void => over.abort(new AppError('job.cancelled', 'Nobody waits for this any more.'))
  lines.read().then(end, end)
  return over.signal
}

async function makeOne({ sketch, over }: Taken, options: SketchLoopOptions): Promise<void> {
  const { sketcher, folders, log } = options
  const folderId = folderIdOf(sketch)
  const signal = AbortSignal.any([over, options.signal])
  try {
    const answer = await sketcher.make(sketch, await folders.open(folderId), signal).catch((thrown: unknown): SketchAnswer => {
      const error = toAppError(thrown)
      if (!signal.aborted) log.warn({ err: error }, 'a sketch could not be made')
      return { kind: 'failed', code: error.code, message: error.message }
    })
    if (!signal.aborted) await hand(sketch, answer, options)
  } finally {
    await folders.remove(folderId)
  }
}

/** Work folders are named like jobs, so that one of a worker that died is swept like theirs. */
function folderIdOf({ id }: Sketch): JobId {
  return jobId.parse(id.slice(0, 15))
}

/** 404: whoever waited has gone meanwhile. */
async function hand({ id }: Sketch, answer: SketchAnswer, { backendUrl, workerSecret, signal }: SketchLoopOptions): Promise<void> {
  const handed = await fetch(`${backendUrl}/internal/v1/sketches/${id}`, {
    method: 'PUT', body: JSON.stringify(answer), signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]),
    headers: { 'authorization': `Bearer ${workerSecret}`, 'content-type': 'application/json' },
  })
  if (!handed.ok && handed.status !== 404) throw new AppError('fetch.failed', `The server answered the worker with status ${handed.status}.`)
}
