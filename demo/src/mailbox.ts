import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'

export interface ReceivedMail {
  /** Envelope: who really gets it, whatever the headers say. */
  envelopeFrom: string
  envelopeTo: string[]
  from: { name: string; address: string }
  /** Addresses of the To header, and the name of the first. */
  to: string[]
  toName: string
  subject: string
  html: string
  text: string
  /** Header names in lower case. */
  headers: Record<string, string>
  attachments: { fileName: string | null; type: string; contentId: string | null; content: Uint8Array }[]
  raw: string
  receivedAt: Date
}

export interface Mailbox {
  port: number
  smtpUrl: string
  /** Oldest first; grows as mails come in. */
  mails: ReceivedMail[]
  /** The first mail that fits, already here or still to come. @throws Error after `timeoutMs` */
  waitForMail(fits: (mail: ReceivedMail) => boolean, timeoutMs: number): Promise<ReceivedMail>
  stop(): Promise<void>
}

export interface MailboxOptions {
  /** 0 (default): one that is free. */
  port?: number
  /** Recipients that are refused with 550. */
  refuses?: (address: string) => boolean
  /** Who may hand in mails; left out: everybody. */
  login?: { user: string; password: string }
}

/** A real SMTP server on this machine that sends nothing on and keeps what it gets. */
export async function startMailbox({ port = 0, refuses = () => false, login }: MailboxOptions = {}): Promise<Mailbox> {
  const mails: ReceivedMail[] = []
  const waiting = new Set<(mail: ReceivedMail) => void>()
  const server = new SMTPServer({
    authOptional: !login, allowInsecureAuth: true, disabledCommands: login ? ['STARTTLS'] : ['AUTH', 'STARTTLS'], logger: false, size: 32 * 1024 * 1024,
    onAuth: ({ username = '', password }, _session, done) => username === login?.user && password === login.password ? done(null, { user: username }) : done(new Error('Wrong user or password')),
    onRcptTo: (recipient, _session, done) => refuses(recipient.address) ? done(Object.assign(new Error('No such mailbox'), { responseCode: 550 })) : done(),
    onData: (stream, session, done) => {
      keep(stream, session.envelope).then(mail => {
        mails.push(mail)
        for (const tell of [...waiting]) tell(mail)
        done()
      }, (thrown: unknown) => done(thrown instanceof Error ? thrown : new Error(String(thrown))))
    },
  })
  // A client that breaks off is no reason to end the server; each session already got its error.
  server.on('error', () => undefined)
  server.listen(port, '127.0.0.1')
  await once(server.server, 'listening')
  const boundPort = (server.server.address() as AddressInfo).port
  return {
    port: boundPort, smtpUrl: `smtp://127.0.0.1:${boundPort}`, mails,
    waitForMail: (fits, timeoutMs) => waitForMail(mails, waiting, fits, timeoutMs),
    stop: () => new Promise(resolve => server.close(() => resolve())),
  }
}

function waitForMail(mails: readonly ReceivedMail[], waiting: Set<(mail: ReceivedMail) => void>, fits: (mail: ReceivedMail) => boolean, timeoutMs: number): Promise<ReceivedMail> {
  const here = mails.find(fits)
  if (here !== undefined) return Promise.resolve(here)
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer)
      waiting.delete(tell)
    }
    const tell = (mail: ReceivedMail): void => {
      if (!fits(mail)) return
      stop()
      resolve(mail)
    }
    const timer = setTimeout(() => {
      stop()
      reject(new Error(`No such mail within ${timeoutMs} ms; the mailbox has: ${mails.map(mail => mail.subject).join(' · ') || 'nothing'}`))
    }, timeoutMs)
    waiting.add(tell)
  })
}

async function keep(stream: NodeJS.ReadableStream, envelope: { mailFrom: false | { address: string }; rcptTo: { address: string }[] }): Promise<ReceivedMail> {
  const raw = await buffer(stream)
  const mail = await PostalMime.parse(raw)
  return {
    envelopeFrom: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
    envelopeTo: envelope.rcptTo.map(({ address }) => address),
    from: { name: mail.from?.name ?? '', address: mail.from?.address ?? '' },
    to: (mail.to ?? []).map(({ address }) => address ?? ''), toName: mail.to?.[0]?.name ?? '',
    subject: mail.subject ?? '', html: mail.html ?? '', text: mail.text ?? '',
    headers: Object.fromEntries(mail.headers.map(({ key, value }) => [key, value])),
    attachments: mail.attachments.map(({ filename, mimeType, contentId, content }) => ({ fileName: filename, type: mimeType, contentId: contentId ?? null, content: bytesOf(content) })),
    raw: raw.toString('utf8'), receivedAt: new Date(),
  }
}

function bytesOf(content: ArrayBuffer | Uint8Array | string): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content)
}
