import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { once } from 'node:events'
import { buffer } from 'node:stream/consumers'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mailResult, mailWork, type MailWork } from '@f2l/common/contracts/internal-api.ts'
import { sendMail, type SendMailDeps } from '../src/mail/send-mail.ts'

interface Arrived { recipients: string[]; sender: string; raw: string; mail: Email }

const publicUrl = 'https://videos.example.com'
const poster = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 0xff, 0xd9])
let arrived: Arrived[]
let server: SMTPServer
let deps: SendMailDeps

beforeEach(async () => {
  arrived = []
  server = new SMTPServer({
    authOptional: true, disabledCommands: ['AUTH', 'STARTTLS'], logger: false,
    onRcptTo: ({ address }, _session, done) => address.startsWith('gone') ? done(Object.assign(new Error('no such user gone@'), { responseCode: 550 })) : done(),
    onData: (stream, session, done) => {
      const sender = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address
      buffer(stream).then(async raw => {
        arrived.push({ sender, recipients: session.envelope.rcptTo.map(({ address }) => address), raw: raw.toString(), mail: await PostalMime.parse(raw) })
        done()
      }, done)
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  deps = {
    smtpUrl: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`, from: 'Fathom-to-Loom <noreply@example.com>',
    publicUrl, privateMailHosts: [], readPoster: async () => poster, isLastTry: false, signal: new AbortController().signal,
  }
})
afterEach(() => new Promise<void>(resolve => server.close(() => resolve())))

describe('over real SMTP', () => {
  test.each(['video-ready', 'video-failed', 'first-view', 'verify-email', 'reset-password'] as const)('%s arrives as HTML and as text', async template => {
    const result = await sendMail(work({ template }), deps)
    expect(mailResult.parse(result)).toMatchObject({ kind: 'send-mail', to: 'ada@example.com', delivery: 'smtp' })
    const { mail, recipients, sender } = arrived[0]!
    expect([sender, ...recipients]).toEqual(['noreply@example.com', 'ada@example.com'])
    expect(mail.subject).toBe(result.subject)
    expect(mail.to).toMatchObject([{ name: 'Ada Lovelace', address: 'ada@example.com' }])
    expect(mail.text?.trim()).toBe(result.text.trim())
    expect(mail.html).toContain(`${publicUrl}/s/AbCdEfGhIjKlMnOpQrStUv`)
    expect(mail.html).toContain('</html>')
  })

  test('the poster lies inside the mail, and the copy for the app shows the public one', async () => {
    const result = await sendMail(work(), deps)
    const { mail } = arrived[0]!
    const [picture] = mail.attachments
    expect(picture).toMatchObject({ mimeType: 'image/jpeg', disposition: 'inline' })
    expect(Buffer.from(picture!.content as ArrayBuffer)).toEqual(poster)
    expect(mail.html).toContain(`src="cid:${picture!.contentId!.replace(/[<>]/g, '')}"`)
    expect(result.html).toContain(`src="${publicUrl}/s/AbCdEfGhIjKlMnOpQrStUv/poster.jpg"`)
    expect(result.html).not.toContain('cid:')
  })

  test('a poster that is gone does not stop the mail', async () => {
    await sendMail(work(), { ...deps, readPoster: async () => null })
    expect(arrived[0]!.mail.attachments).toEqual([])
    expect(arrived[0]!.mail.html).not.toContain('<img')
  })

  test('83: line breaks in title and name add no header and no recipient', async () => {
    const evil = 'Ada\r\nBcc: eve@example.com\r\nX-Evil: 1\r\n\r\n<h1>body</h1>'
    await sendMail(work({ name: evil, title: evil }), deps)
    const { mail, recipients, raw } = arrived[0]!
    expect(recipients).toEqual(['ada@example.com'])
    expect(mail.bcc ?? []).toEqual([])
    expect(mail.headers.map(({ key }) => key)).not.toContain('x-evil')
    expect(raw.slice(0, raw.indexOf('\r\n\r\n'))).not.toMatch(/^(bcc|x-evil):/im)
    expect(mail.to).toHaveLength(1)
    expect(mail.subject).toContain('Ada Bcc: eve@example.com X-Evil: 1')
  })

  test.each(['video-ready', 'video-failed', 'first-view', 'verify-email', 'reset-password'] as const)('82, 83, 84: what people, meetings and models write is text in %s as it arrives: no markup, no picture or link of theirs, no template', async template => {
    const evil = '<b>{{7*7}} ${7*7} {APP_NAME} %s <%= 7*7 %> $& <img src=https://evil.example/pixel.png><a href=https://evil.example>x</a></b>'
    await sendMail(work({ template, name: evil, title: evil, errorMessage: evil, viewerName: evil, chapters: [{ start: 1, title: evil }] }), deps)
    const { mail, raw } = arrived[0]!
    const html = mail.html!
    expect([...html.matchAll(/<(b|img|script|iframe|form)\b[^>]*>/g)].map(([tag]) => tag).filter(tag => !tag.includes('cid:'))).toEqual([])
    expect([...html.matchAll(/(?:href|src|background)="([^"]*)"/g)].map(([, to]) => to!).filter(to => !to.startsWith(publicUrl) && !to.startsWith('cid:'))).toEqual([])
    for (const text of [mail.subject!, mail.text!, html]) expect(text).not.toMatch(/\b49\b/)
    if (template.startsWith('video')) expect(mail.text).toContain(evil)
    expect(raw.slice(0, raw.indexOf('\r\n\r\n'))).not.toMatch(/^(to|from|reply-to):.*evil/im)
    expect(mail.to![0]).toEqual({ name: '', address: 'ada@example.com' })
  })

  test('83: an address that is no address is not tried at all', async () => {
    for (const to of ['ada@example.com\r\nRCPT TO:<eve@example.com>', 'ada@example.com, eve@example.com', 'Ada <ada@example.com>', 'ada', '']) {
      await expect(sendMail(work({ to }), deps)).rejects.toMatchObject({ code: 'input.invalid' })
    }
    expect(arrived).toEqual([])
  })

  test('trying again carries the same message id, so that it is not shown twice', async () => {
    await sendMail(work(), deps)
    await sendMail(work(), deps)
    await sendMail(work({ jobId: 'job000000000002' }), deps)
    const ids = arrived.map(({ mail }) => mail.messageId)
    expect(ids[0]).toBe(ids[1])
    expect(ids[2]).not.toBe(ids[0])
  })

  test('answers of machines to it are not asked for', async () => {
    await sendMail(work(), deps)
    expect(arrived[0]!.mail.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated')
  })
})

describe('when it cannot be sent', () => {
  test('a refused recipient is an error worth a retry that repeats nothing secret', async () => {
    const smtpUrl = deps.smtpUrl.replace('//', '//robot:hunter2@')
    const failure = await sendMail(work({ to: 'gone@example.com' }), deps).catch((thrown: unknown) => thrown)
    expect(failure).toMatchObject({ code: 'mail.refused', mayRetry: true, message: 'The mail server did not take the mail (answer 550). We will try again.' })
    const withPassword = await sendMail(work({ to: 'gone@example.com' }), { ...deps, smtpUrl }).catch((thrown: unknown) => thrown) as Error
    expect(withPassword).toMatchObject({ code: 'mail.refused' })
    expect(withPassword.message).not.toContain('hunter2')
  })

  test('a server that is not there is an error worth a retry', async () => {
    await expect(sendMail(work(), { ...deps, smtpUrl: 'smtp://127.0.0.1:1' })).rejects.toMatchObject({ code: 'mail.refused', mayRetry: true })
  })

  test('a setting that is no SMTP address is said without repeating it', async () => {
    const failure = await sendMail(work(), { ...deps, smtpUrl: 'mailhost:hunter2' }).catch((thrown: unknown) => thrown) as Error
    expect(failure).toMatchObject({ code: 'config.invalid' })
    expect(failure.message).not.toContain('hunter2')
  })

  test('stopping the worker ends a delivery that hangs', async () => {
    const { server: silent, port, sockets } = await startSilentServer()
    const stop = new AbortController()
    const sending = sendMail(work(), { ...deps, smtpUrl: `smtp://127.0.0.1:${port}`, signal: stop.signal })
    setTimeout(() => stop.abort(new Error('stopping')), 100)
    await expect(sending).rejects.toThrow('stopping')
    // The connection is gone too, not just forgotten: nothing keeps the process alive.
    await Promise.all(sockets.map(socket => socket.closed || once(socket.resume(), 'close')))
    expect(sockets).toHaveLength(1)
    silent.close()
  })

  test('without SMTP the mail lies readable in the outbox', async () => {
    const result = await sendMail(work(), { ...deps, smtpUrl: '' })
    expect(result.delivery).toBe('outbox')
    expect(result.html).toContain(`src="${publicUrl}/s/AbCdEfGhIjKlMnOpQrStUv/poster.jpg"`)
    expect(arrived).toEqual([])
  })
})

describe('through a person\'s own mail server', () => {
  const own = (port: number) => ({ host: '127.0.0.1', port, security: 'none' as const, userName: null, password: null, fromAddress: 'videos@ada.example', fromName: 'Ada' })
  const ownPort = () => (server.server.address() as AddressInfo).port

  test('the mail goes that way and comes from their address, whatever the installation has', async () => {
    const result = await sendMail(work({ mailServer: own(ownPort()) }), { ...deps, smtpUrl: 'smtp://127.0.0.1:1', privateMailHosts: ['127.0.0.1'] })
    expect(mailResult.parse(result)).toMatchObject({ delivery: 'smtp', ownServer: { host: '127.0.0.1', error: null } })
    expect(arrived[0]).toMatchObject({ sender: 'videos@ada.example', recipients: ['ada@example.com'] })
    expect(arrived[0]!.mail.from).toMatchObject({ name: 'Ada', address: 'videos@ada.example' })
    expect(arrived[0]!.mail.attachments).toHaveLength(1)
  })

  test('what may pass is tried again, and at the last try lies in the outbox with its reason', async () => {
    const gone = work({ mailServer: own(1) })
    const theirs = { ...deps, privateMailHosts: ['127.0.0.1'] }
    await expect(sendMail(gone, theirs)).rejects.toMatchObject({ code: 'mail.unreachable', mayRetry: true })
    expect(await sendMail(gone, { ...theirs, isLastTry: true })).toMatchObject({ delivery: 'outbox', ownServer: { host: '127.0.0.1', error: expect.stringContaining('refused the connection') } })
    expect(arrived).toEqual([])
  })

  test('what will never pass lies there at once', async () => {
    const refused = await sendMail(work({ to: 'gone@example.com', mailServer: own(ownPort()) }), { ...deps, privateMailHosts: ['127.0.0.1'] })
    expect(refused).toMatchObject({ delivery: 'outbox', ownServer: { error: expect.stringContaining('answer 550') } })
    const inside = await sendMail(work({ mailServer: own(ownPort()) }), deps)
    expect(inside).toMatchObject({ delivery: 'outbox', ownServer: { error: expect.stringContaining('PRIVATE_MAIL_HOSTS') } })
    expect(arrived).toEqual([])
  })

  test('one that hangs holds the other mails up for a while only, and stopping the worker ends it', async () => {
    const { server: silent, port, sockets } = await startSilentServer()
    const stop = new AbortController()
    const sending = sendMail(work({ mailServer: own(port) }), { ...deps, privateMailHosts: ['127.0.0.1'], isLastTry: true, signal: stop.signal })
    setTimeout(() => stop.abort(new Error('stopping')), 100)
    await expect(sending).rejects.toThrow('stopping')
    await Promise.all(sockets.map(socket => socket.closed || once(socket.resume(), 'close')))
    expect(await sendMail(work({ mailServer: own(port) }), { ...deps, privateMailHosts: ['127.0.0.1'], isLastTry: true })).toMatchObject({ delivery: 'outbox', ownServer: { error: expect.stringContaining('did not answer in time') } })
    silent.close()
  }, 60_000)
})

function work(changes: Partial<Record<keyof MailWork, unknown>> = {}): MailWork {
  return mailWork.parse({
    kind: 'send-mail', jobId: 'job000000000001', userId: 'usr000000000001', template: 'video-ready',
    to: 'ada@example.com', name: 'Ada Lovelace', link: `${publicUrl}/s/AbCdEfGhIjKlMnOpQrStUv`, title: 'Grüße & “quotes”',
    posterKey: 'videos/one/poster.jpg', sourceSeconds: 162, videoSeconds: 118, chapters: [{ start: 0, title: 'Start' }, { start: 60, title: 'Später' }], errorMessage: 'It broke.', ...changes,
  })
}

/** Takes connections and never says a word. */
async function startSilentServer(): Promise<{ server: Server; port: number; sockets: Socket[] }> {
  const sockets: Socket[] = []
  const silent = createServer(socket => { sockets.push(socket) })
  silent.listen(0, '127.0.0.1')
  await once(silent, 'listening')
  return { server: silent, port: (silent.address() as AddressInfo).port, sockets }
}
