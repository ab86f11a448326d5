import { createTransport, type SendMailOptions } from 'nodemailer'
import type { MailResult, MailWork } from '@f2l/common/contracts/internal-api.ts'
import type { OpenMailServer } from '@f2l/common/contracts/mail-server.ts'
import { AppError, toAppError } from '@f2l/common/errors.ts'
import { sendThrough } from '@f2l/common/mail-server/send-through.ts'
import { composeMail, posterContentId, usableName, type ComposedMail } from './compose.ts'

export interface SendMailDeps {
  /** Empty: nothing is sent, the result says `outbox`. */
  smtpUrl: string
  from: string
  publicUrl: string
  /** Hosts of the operator's own network that people's mail servers may be. */
  privateMailHosts: readonly string[]
  readPoster(): Promise<Buffer | null>
  /** There is no later try: what cannot be sent now lies in the outbox. */
  isLastTry: boolean
  signal: AbortSignal
}

/** A mail server that says nothing for this long is taken for dead (milliseconds). */
const patience = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 60_000 }

type Delivery = Pick<MailResult, 'delivery' | 'ownServer'>

/**
 * Writes the mail and hands it to the person's own mail server, else to the installation's. The result's HTML is the copy for
 * the app: its poster is the public one, where the mail has it attached. What a person's own server does not take for good
 * lies in the outbox, with the reason.
 * @throws AppError `mail.refused` and others worth a retry when the server does not take it, `input.invalid` for an unusable address
 */
export async function sendMail(work: MailWork, deps: SendMailDeps): Promise<MailResult> {
  deps.signal.throwIfAborted()
  checkAddress(work.to)
  const poster = work.posterKey === null ? null : await deps.readPoster()
  const mail = composeMail({ ...work, posterKey: poster === null ? null : work.posterKey }, deps.publicUrl)
  const message = messageOf(work, mail, poster, deps)
  const delivery = work.mailServer ? await deliverThrough(work.mailServer, message, deps) : await deliver(message, deps)
  return {
    kind: 'send-mail', to: work.to, subject: mail.subject, text: mail.text,
    html: mail.html.replaceAll(`cid:${posterContentId}`, posterUrl(work.link, deps.publicUrl)),
    ...delivery,
  }
}

function messageOf(work: MailWork, mail: ComposedMail, poster: Buffer | null, { from, publicUrl }: SendMailDeps): SendMailOptions {
  return {
    from, to: { name: usableName(work.name) ?? '', address: work.to }, ...mail,
    // The same for every try of one job: a mail that was sent just before a crash is not shown twice.
    messageId: `<${work.jobId}.${work.template}@${new URL(publicUrl).hostname}>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
    attachments: poster === null ? [] : [{ filename: 'poster.jpg', content: poster, contentType: 'image/jpeg', cid: posterContentId, contentDisposition: 'inline' }],
    disableFileAccess: true, disableUrlAccess: true,
  }
}

async function deliverThrough(server: OpenMailServer, message: SendMailOptions, { publicUrl, privateMailHosts, isLastTry, signal }: SendMailDeps): Promise<Delivery> {
  try {
    await sendThrough(server, message, { ownName: new URL(publicUrl).hostname, privateHosts: privateMailHosts, signal })
    return { delivery: 'smtp', ownServer: { host: server.host, error: null } }
  } catch (thrown) {
    signal.throwIfAborted()
    const error = toAppError(thrown)
    if (error.mayRetry && !isLastTry) throw error
    return { delivery: 'outbox', ownServer: { host: server.host, error: error.message } }
  }
}

async function deliver(message: SendMailOptions, { smtpUrl, signal }: SendMailDeps): Promise<Delivery> {
  if (smtpUrl === '') return { delivery: 'outbox' }
  const transport = openTransport(smtpUrl)
  try {
    await transport.sendMail({ ...message, signal })
    return { delivery: 'smtp' }
  } catch (thrown) {
    signal.throwIfAborted()
    throw refusal(thrown)
  } finally {
    transport.close()
  }
}

function openTransport(smtpUrl: string): ReturnType<typeof createTransport> {
  const protocol = URL.parse(smtpUrl)?.protocol
  if (protocol !== 'smtp:' && protocol !== 'smtps:') throw new AppError('config.invalid', 'SMTP_URL must look like smtp://user:password@host:587.')
  return createTransport({ url: smtpUrl, ...patience })
}

/** Says what the server answered by its number only: its words may repeat what we sent. */
function refusal(thrown: unknown): AppError {
  const { responseCode, code } = thrown as { responseCode?: number; code?: string }
  const answer = responseCode === undefined ? (code ?? 'no answer') : `answer ${responseCode}`
  return new AppError('mail.refused', `The mail server did not take the mail (${answer}). We will try again.`, { cause: thrown })
}

function checkAddress(address: string): void {
  if (!/^[^\s\p{Cc}<>,;:"()[\]\\@]+@[^\s\p{Cc}<>,;:"()[\]\\@]+$/u.test(address)) throw new AppError('input.invalid', 'This e-mail address cannot get mail: please check it in the account settings.')
}

/** A share page has its poster beside it. */
function posterUrl(link: string, publicUrl: string): string {
  const url = new URL(link, publicUrl)
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}/poster.jpg`
}
