import express, { Router } from 'express'
import { addByLinkBody, addFromAccountBody, recordingAdded, recordingDetail, recordingList, jobView } from '@f2l/common/contracts/api.ts'
import type { RecordingId, UserId } from '@f2l/common/contracts/ids.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { SafeFetch } from '@f2l/common/safe-fetch.ts'
import type { BackendDeps } from '../deps.ts'
import { addRecording, type NewRecording } from '../recordings/add-recording.ts'
import { cancelRecording, retryRecording } from '../recordings/cancel-and-retry.ts'
import { fromAccount } from '../recordings/fathom-account.ts'
import { putForgottenInLine } from '../recordings/put-in-line.ts'
import { readLink } from '../recordings/read-link.ts'
import { viewDetail } from '../recordings/recording-detail.ts'
import { viewJob, viewRecording, viewRecordings } from '../recordings/recording-view.ts'
import { bodyLimit, parseInput, recordingIn, signedInUser } from './read-input.ts'

export function recordingRoutes(deps: BackendDeps & { fetch: SafeFetch }): Router {
  const router = Router()
  const json = express.json({ limit: bodyLimit })

  router.get('/api/v1/recordings', deps.requireSession, async (_, response) => {
    const user = signedInUser(response)
    await putForgottenInLine(deps, user)
    response.json(recordingList.parse({ items: await viewRecordings(deps, user) }))
  })
  router.post('/api/v1/recordings', deps.requireSession, json, async (request, response) => {
    const user = signedInUser(response)
    const { url, options } = parseInput(addByLinkBody, request.body)
    const added = await addRecording(deps, user, { ...await fromLink(deps, user, url), options })
    response.status(added.alreadyThere ? 200 : 201).json(await viewAdded(deps, user, added))
  })
  router.post('/api/v1/recordings/from-fathom', deps.requireSession, json, async (request, response) => {
    const user = signedInUser(response)
    const { fathomRecordingId, options } = parseInput(addFromAccountBody, request.body)
    const added = await addRecording(deps, user, { ...await fromAccount(deps, user, { recordingId: fathomRecordingId }), options })
    response.status(added.alreadyThere ? 200 : 201).json(await viewAdded(deps, user, added))
  })
  router.get('/api/v1/recordings/:id', deps.requireSession, async (request, response) => {
    response.json(recordingDetail.parse(await viewDetail(deps, signedInUser(response), recordingIn(request.params['id']))))
  })
  for (const [verb, act] of [['cancel', cancelRecording], ['retry', retryRecording]] as const) {
    router.post(`/api/v1/recordings/:id/${verb}`, deps.requireSession, async (request, response) => {
      const user = signedInUser(response)
      const job = await act(deps, user, recordingIn(request.params['id']))
      response.json(jobView.parse(await viewJob(deps, user, job)))
    })
  }
  return router
}

export async function viewAdded(deps: BackendDeps, user: UserId, { id, alreadyThere }: { id: RecordingId; alreadyThere: boolean }) {
  return recordingAdded.parse({ recording: await viewRecording(deps, user, id), alreadyThere })
}

/** A link to a call says nothing to strangers: it is looked up in the person's own account. */
async function fromLink(deps: BackendDeps & { fetch: SafeFetch }, user: UserId, url: string): Promise<Omit<NewRecording, 'options'>> {
  const link = readLink(url, { shareUrl: deps.config.FATHOM_SHARE_URL })
  if (link.kind === 'ready') return link.recording
  try {
    return await fromAccount(deps, user, { url: link.url })
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'fathom.not_connected') throw error
    throw new AppError('link.needs_account', 'This link opens only for the owner of the meeting. Please connect your Fathom account, or use the link from Share in Fathom.', { cause: error })
  }
}
