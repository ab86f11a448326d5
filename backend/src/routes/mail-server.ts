import express, { Router, type Response } from 'express'
import { mailServerAnswer, mailServerBody } from '@f2l/common/contracts/mail-server.ts'
import type { BackendDeps } from '../deps.ts'
import { readMailServer, removeMailServer, setMailServer } from '../mail-server/own-mail-server.ts'
import { sendTestMail } from '../mail-server/send-test-mail.ts'
import { bodyLimit, parseInput, signedInUser } from './read-input.ts'

/** A person's own mail server: its password goes in and never comes out. */
export function mailServerRoutes(deps: BackendDeps): Router {
  const router = Router()
  const answer = async (response: Response): Promise<void> => {
    response.set('Cache-Control', 'no-store').json(mailServerAnswer.parse({ server: await readMailServer(deps, signedInUser(response)) }))
  }
  router.get('/api/v1/mail-server', deps.requireSession, (_, response) => answer(response))
  router.put('/api/v1/mail-server', deps.requireSession, express.json({ limit: bodyLimit }), async (request, response) => {
    await setMailServer(deps, signedInUser(response), parseInput(mailServerBody, request.body))
    await deps.activity.note(request, signedInUser(response), 'mail_server.set')
    await answer(response)
  })
  router.delete('/api/v1/mail-server', deps.requireSession, async (request, response) => {
    await removeMailServer(deps, signedInUser(response))
    await deps.activity.note(request, signedInUser(response), 'mail_server.removed')
    response.status(204).end()
  })
  router.post('/api/v1/mail-server/test', deps.requireSession, async (request, response) => {
    const user = signedInUser(response)
    await deps.limits.take('test-mail', request, user)
    await sendTestMail(deps, user)
    response.status(204).end()
  })
  return router
}
