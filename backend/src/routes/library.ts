import express, { Router } from 'express'
import { recordingList, recordingSummary } from '@f2l/common/contracts/api.ts'
import { bulkAnswer, bulkBody, recordingChange, searchAnswer, searchQuery } from '@f2l/common/contracts/library.ts'
import type { BackendDeps } from '../deps.ts'
import { putIntoBin } from '../library/bin.ts'
import { doInBulk } from '../library/bulk.ts'
import { changeRecording } from '../library/change-recording.ts'
import { searchLibrary } from '../library/search-library.ts'
import { deleteRecording } from '../recordings/delete-recording.ts'
import { readRecording } from '../recordings/recording-rows.ts'
import { viewRecording, viewRecordings } from '../recordings/recording-view.ts'
import { bodyLimit, parseInput, recordingIn, signedInUser } from './read-input.ts'

/** Search, names, tags and the bin. Stands before the routes of one recording: `search`, `bin` and `bulk` are no ids. */
export function libraryRoutes(deps: BackendDeps): Router {
  const router = Router()
  const json = express.json({ limit: bodyLimit })

  router.get('/api/v1/recordings/search', deps.requireSession, async (request, response) => {
    const { q } = parseInput(searchQuery, request.query)
    response.json(searchAnswer.parse(await searchLibrary(deps, signedInUser(response), q)))
  })
  router.get('/api/v1/recordings/bin', deps.requireSession, async (_, response) => {
    response.json(recordingList.parse({ items: await viewRecordings(deps, signedInUser(response), { inBin: true }) }))
  })
  router.post('/api/v1/recordings/bulk', deps.requireSession, json, async (request, response) => {
    response.json(bulkAnswer.parse(await doInBulk(deps, signedInUser(response), parseInput(bulkBody, request.body))))
  })
  router.patch('/api/v1/recordings/:id', deps.requireSession, json, async (request, response) => {
    const [user, id] = [signedInUser(response), recordingIn(request.params['id'])]
    await changeRecording(deps, user, id, parseInput(recordingChange, request.body))
    response.json(recordingSummary.parse(await viewRecording(deps, user, id)))
  })
  router.delete('/api/v1/recordings/:id', deps.requireSession, async (request, response) => {
    const [user, id] = [signedInUser(response), recordingIn(request.params['id'])]
    const { recording } = (await deps.userDatabases.open(user)).read(db => readRecording(db, id))
    await (recording.binnedAt === null ? putIntoBin : deleteRecording)(deps, user, id)
    response.status(204).end()
  })
  return router
}
