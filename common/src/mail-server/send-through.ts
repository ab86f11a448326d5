import { createTransport, type SendMailOptions } from 'nodemailer'
import type { OpenMailServer } from '../contracts/mail-server.ts'
import { AppError } from '../errors.ts'
import { connectToMailServer, silent, type MailServerRules } from './connect.ts'
import { asMailProblem } from './mail-problem.ts'

export interface SendThroughOptions extends MailServerRules {
  /** How we call ourselves to the server. */
  ownName: string
  signal: AbortSignal
}

/** A server that says nothing for this long is taken for dead (milliseconds). */
const patience = { connectionTimeout: 20_000, greetingTimeout: 10_000, socketTimeout: 20_000 }
/** However it trickles, nobody else's mail waits longer for it. */
const longestMs = 30_000

/**
 * Hands one mail to a person's own mail server. Its certificate is checked, and with `starttls` nothing is said before the
 * connection is encrypted.
 * @throws AppError with the code and the sentence of what went wrong; neither repeats what the server said or was told
 */
export async function sendThrough(server: OpenMailServer, message: SendMailOptions, { signal, ...options }: SendThroughOptions): Promise<void> {
  const late = AbortSignal.timeout(longestMs)
  try {
    await send(server, message, { ...options, signal: AbortSignal.any([signal, late]) })
  }
  catch (thrown) {
    signal.throwIfAborted()
    throw late.aborted ? silent(server.host) : asMailProblem(thrown, server)
  }
}

async function send(server: OpenMailServer, message: SendMailOptions, { ownName, signal, ...rules }: SendThroughOptions): Promise<void> {
  const auth = loginOf(server)
  const connection = await connectToMailServer(server, rules, signal)
  const transport = createTransport({
    host: server.host, port: server.port, name: ownName, ...patience, ...encryptionOf(server), ...(auth ? { auth } : {}),
    getSocket: (_, done) => done(null, { connection }),
  })
  try {
    await transport.sendMail({ ...message, from: senderOf(server), disableFileAccess: true, disableUrlAccess: true, signal } as SendMailOptions)
  }
  catch (thrown) {
    connection.destroy()
    throw thrown
  }
}

function encryptionOf({ security }: OpenMailServer): { secure: boolean; requireTLS?: boolean; ignoreTLS?: boolean } {
  if (security === 'tls') return { secure: true }
  return security === 'starttls' ? { secure: false, requireTLS: true } : { secure: false, ignoreTLS: true }
}

function loginOf({ userName, password }: OpenMailServer): { user: string; pass: string } | undefined {
  if (userName === null || userName === '') return undefined
  if (password === null) throw new AppError('mail.wrong_password', 'The stored password of your mail server cannot be read. Please enter it again in the settings.')
  return { user: userName, pass: password }
}

/** Line breaks in a name would begin another header in a client that does not fold them; ours does, and still gets none. */
function senderOf({ fromAddress, fromName }: OpenMailServer): { name: string; address: string } {
  return { name: fromName.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim() || 'Fathom-to-Loom', address: fromAddress }
}
