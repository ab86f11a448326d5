import { sendThrough } from '@f2l/common/mail-server/send-through.ts'
import { AppError, toAppError } from '@f2l/common/errors.ts'
import { signInAgain } from '../access-token.ts'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import type { BackendDeps } from '../deps.ts'
import { noteMail, openMailServerOf } from './own-mail-server.ts'

type TestMailDeps = Pick<BackendDeps, 'userDatabases' | 'identities' | 'config' | 'signal'>

/**
 * Sends a mail to the person's own address through their own server, and keeps what became of it.
 * @throws AppError `not_found` where no server is set, and what `sendThrough` throws
 */
export async function sendTestMail(deps: TestMailDeps, userId: UserId): Promise<void> {
  const [server, person] = await Promise.all([openMailServerOf(deps, userId), deps.identities.read(userId)])
  if (!person) throw signInAgain()
  if (!server) throw new AppError('not_found', 'No mail server is set yet. Please save one first.')
  const problem = await sendThrough(server, messageTo(person.email, deps.config.PUBLIC_URL), {
    ownName: new URL(deps.config.PUBLIC_URL).hostname, privateHosts: deps.config.PRIVATE_MAIL_HOSTS, signal: deps.signal,
  }).then(() => null, toAppError)
  deps.signal.throwIfAborted()
  const database = await deps.userDatabases.open(userId)
  database.transact(db => noteMail(db, { host: server.host, error: problem?.message ?? null }))
  if (problem) throw problem
}

function messageTo(address: string, publicUrl: string) {
  return {
    to: { name: '', address }, subject: 'Your mail server works', headers: { 'Auto-Submitted': 'auto-generated' },
    text: `This is the test mail that you asked for at ${publicUrl}.\n\nMails about your recordings come this way from now on.\n\n-- \nSent by Fathom-to-Loom through your own mail server.\n`,
  }
}
