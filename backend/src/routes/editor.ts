import { Router } from 'express'
import { z } from 'zod'
import { editorView } from '@f2l/common/contracts/editor.ts'
import type { BackendDeps } from '../deps.ts'
import { viewEditor } from '../recordings/editor-view.ts'
import { parseInput, recordingIn, signedInUser } from './read-input.ts'

const asked = z.object({ known: z.string().max(64).nullable().default(null) })

/** What the editor's page needs beside what the recording's own page has. */
export function editorRoutes(deps: BackendDeps): Router {
  const router = Router()
  router.get('/api/v1/recordings/:id/edit', deps.requireSession, async (request, response) => {
    response.json(editorView.parse(await viewEditor(deps, signedInUser(response), recordingIn(request.params['id']), parseInput(asked, request.query))))
  })
  return router
}
