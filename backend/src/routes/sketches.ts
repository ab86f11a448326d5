import express, { Router, type Request, type RequestHandler, type Response } from 'express'
import { sketch, sketchAnswer } from '@f2l/common/contracts/sketch.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { SketchDesk } from '../sketches/sketch-desk.ts'
import { paramIn, parseInput } from './read-input.ts'

/** A frame of 1920 × 1080 as JPEG in base64 stays far below. */
const answerLimit = '8mb'

/** The workers' side of the desk. `requireWorker` guards it: a sketch has no claim, since no row of the queue stands for it. */
export function sketchRoutes({ sketchDesk, signal }: { sketchDesk: SketchDesk; signal: AbortSignal }, requireWorker: RequestHandler): Router {
  const router = Router()
  router.post('/internal/v1/sketches', requireWorker, async (_, response) => handOut(sketchDesk, signal, response))
  router.put('/internal/v1/sketches/:id', requireWorker, express.json({ limit: answerLimit }), (request: Request, response: Response) => {
    if (!sketchDesk.answer(paramIn(request, 'id'), parseInput(sketchAnswer, request.body))) throw new AppError('not_found', 'Nobody waits for this sketch any more.')
    response.status(204).end()
  })
  return router
}

/** The answer stays open as long as somebody waits: that is how the worker learns that it may stop. */
async function handOut(desk: SketchDesk, stopping: AbortSignal, response: Response): Promise<void> {
  const left = new AbortController()
  response.once('close', () => left.abort())
  const handed = await desk.take(AbortSignal.any([left.signal, stopping]))
  if (handed === null) return void response.status(204).end()
  const giveBack = (): void => desk.giveBack(handed.sketch.id)
  if (left.signal.aborted) return giveBack()
  handed.over.addEventListener('abort', () => response.end(), { once: true })
  left.signal.addEventListener('abort', giveBack, { once: true })
  response.set({ 'Content-Type': 'application/x-ndjson', 'Cache-Control': 'no-store' }).write(`${JSON.stringify(sketch.parse(handed.sketch))}\n`)
  if (handed.over.aborted) response.end()
}
