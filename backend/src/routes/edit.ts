import express, { Router, type Response } from 'express'
import { editAnswer, editBody, editForecast, previewFrameBody } from '@f2l/common/contracts/api.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { BackendDeps } from '../deps.ts'
import { editRecording } from '../recordings/edit-recording.ts'
import { viewJob } from '../recordings/recording-view.ts'
import { drawFrame } from '../sketches/draw-frame.ts'
import { forecastEdit } from '../sketches/forecast-edit.ts'
import type { SketchDesk } from '../sketches/sketch-desk.ts'
import { editLimit, parseInput, recordingIn, signedInUser } from './read-input.ts'

/** Changing a finished video, and looking at what a change would lead to. */
export function editRoutes(deps: BackendDeps & { sketchDesk: SketchDesk }): Router {
  const router = Router()
  const guards = [deps.requireSession, express.json({ limit: editLimit })]

  router.patch('/api/v1/recordings/:id/edit', ...guards, async (request, response) => {
    const user = signedInUser(response)
    const id = recordingIn(request.params['id'])
    const edit = parseInput(editBody, request.body)
    const job = await editRecording(deps, user, id, edit)
    response.json(editAnswer.parse({ job: job && await viewJob(deps, user, job) }))
  })
  router.post('/api/v1/recordings/:id/edit/forecast', ...guards, async (request, response) => {
    const user = signedInUser(response)
    await deps.limits.take('sketch', request, user)
    const edit = parseInput(editBody, request.body)
    await whileAsked(response, async gone => {
      const found = await forecastEdit(deps, deps.sketchDesk, user, recordingIn(request.params['id']), edit, gone)
      response.set('Cache-Control', 'no-store').json(editForecast.parse(found))
    })
  })
  router.post('/api/v1/recordings/:id/edit/frame', ...guards, async (request, response) => {
    const user = signedInUser(response)
    await deps.limits.take('sketch', request, user)
    const asked = parseInput(previewFrameBody, request.body)
    await whileAsked(response, async gone => {
      const jpeg = await drawFrame(deps, deps.sketchDesk, user, recordingIn(request.params['id']), asked, gone)
      response.set({ 'Cache-Control': 'private, no-store', 'X-Content-Type-Options': 'nosniff' }).type('image/jpeg').send(jpeg)
    })
  })
  return router
}

/** The work ends with whoever asked: a browser that goes on to the next place does not want the last one any more. */
async function whileAsked(response: Response, work: (gone: AbortSignal) => Promise<void>): Promise<void> {
  const gone = new AbortController()
  const leave = (): void => gone.abort(new AppError('job.cancelled', 'Nobody waits for this any more.'))
  response.once('close', leave)
  try {
    await work(gone.signal)
  } catch (error) {
    if (!gone.signal.aborted) throw error
  } finally {
    response.off('close', leave)
  }
}
