import { createHash, timingSafeEqual } from 'node:crypto'
import express, { Router, type RequestHandler, type Response } from 'express'
import { finishedStage, jobNote, jobResult, jobWork } from '@f2l/common/contracts/internal-api.ts'
import { jobId } from '@f2l/common/contracts/ids.ts'
import { stageName } from '@f2l/common/contracts/job.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { JobRow } from '@f2l/common/queue.ts'
import type { BackendDeps } from '../deps.ts'
import { readWork } from '../recordings/read-work.ts'
import { rememberStage, takeMail, takeNote, takeVideo } from '../recordings/take-result.ts'
import { parseInput } from './read-input.ts'

/** Transcript, plan and report of a recording of six hours stay far below. */
const resultLimit = '64mb'

export function internalRoutes(deps: BackendDeps): Router {
  const router = Router()
  // The claim is checked before a body is read, and once more after it: whoever stopped in the middle of one has lost the job meanwhile.
  const guards = [requireWorker(deps.config.WORKER_SECRET), requireLiveClaim(deps), express.json({ limit: resultLimit }), requireStillLive(deps)]

  router.get('/internal/v1/jobs/:id', ...guards, async (_, response) => {
    response.set('Cache-Control', 'no-store').json(jobWork.parse(await readWork(deps, claimedJob(response))))
  })
  router.put('/internal/v1/jobs/:id/stages/:stage', ...guards, async (request, response) => {
    const finished = parseInput(finishedStage, request.body)
    if (finished.stage !== parseInput(stageName, request.params['stage'])) throw new AppError('input.invalid', 'Address and body name different stages.')
    await rememberStage(deps, claimedJob(response), finished)
    response.status(204).end()
  })
  router.patch('/internal/v1/jobs/:id', ...guards, async (request, response) => {
    await takeNote(deps, claimedJob(response), parseInput(jobNote, request.body))
    response.status(204).end()
  })
  router.put('/internal/v1/jobs/:id/result', ...guards, async (request, response) => {
    const job = claimedJob(response)
    const result = parseInput(jobResult, request.body)
    if (result.kind !== job.kind) throw new AppError('input.invalid', 'The result is of another kind than the job.')
    await (result.kind === 'convert' ? takeVideo(deps, job, result) : takeMail(deps, job, result))
    response.status(204).end()
  })
  return router
}

/** Digests have one length, so neither length nor content of the secret shows in the time this takes. */
export function requireWorker(secret: string): RequestHandler {
  const expected = digest(`Bearer ${secret}`)
  return (request, _, next) => {
    if (!timingSafeEqual(digest(request.get('authorization') ?? ''), expected)) throw new AppError('auth.required', 'Only workers may call this.')
    next()
  }
}

function requireLiveClaim({ queue }: BackendDeps): RequestHandler {
  return async (request, response, next) => {
    const id = jobId.safeParse(request.params['id'])
    const token = request.get('x-claim-token') ?? ''
    const isLive = id.success && token !== '' && await queue.isLiveClaim(id.data, token)
    const job = isLive ? await queue.read(id.data) : null
    if (!job) throw claimLost()
    response.locals['job'] = job
    next()
  }
}

function requireStillLive({ queue }: BackendDeps): RequestHandler {
  return async (request, response, next) => {
    if (request.method !== 'GET' && !await queue.isLiveClaim(claimedJob(response).id, request.get('x-claim-token')!)) throw claimLost()
    next()
  }
}

function claimLost(): AppError {
  return new AppError('queue.claim_lost', 'This claim is no longer the job\'s live one.')
}

function claimedJob(response: Response): JobRow {
  return response.locals['job'] as JobRow
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
