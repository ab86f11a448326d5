import { connect } from 'node:net'
import { once } from 'node:events'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startMailbox, type Mailbox } from '../src/mailbox.ts'

let mailbox: Mailbox
beforeEach(async () => { mailbox = await startMailbox() })
afterEach(() => mailbox.stop())

test('a mail that came is there with its parts read', async () => {
  await deliver(mailbox.port, ['From: Product <a@example.com>', 'To: =?utf-8?Q?J=C3=BCrgen?= <b@example.com>', 'Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=', 'X-Kind: test', 'Content-Type: text/html; charset=utf-8', '', '<p>Hi</p>'])
  const [mail] = mailbox.mails
  expect(mail).toMatchObject({ envelopeFrom: 'a@example.com', envelopeTo: ['b@example.com'], from: { name: 'Product', address: 'a@example.com' }, to: ['b@example.com'], toName: 'Jürgen', subject: 'Grüße' })
  expect(mail!.html).toContain('<p>Hi</p>')
  expect(mail!.headers['x-kind']).toBe('test')
})

test('waiting ends with the first mail that fits, be it early or late', async () => {
  const late = mailbox.waitForMail(mail => mail.subject === 'second', 5000)
  await deliver(mailbox.port, ['Subject: first', '', 'x'])
  await deliver(mailbox.port, ['Subject: second', '', 'y'])
  expect((await late).subject).toBe('second')
  expect((await mailbox.waitForMail(mail => mail.subject === 'first', 10)).subject).toBe('first')
})

test('waiting in vain ends with a sentence that names what did come', async () => {
  await deliver(mailbox.port, ['Subject: something else', '', 'x'])
  await expect(mailbox.waitForMail(mail => mail.subject === 'never', 30)).rejects.toThrow(/within 30 ms; the mailbox has: something else/)
})

test('a client that breaks off does not end the mailbox', async () => {
  const socket = connect(mailbox.port, '127.0.0.1')
  await once(socket, 'data')
  socket.write('EHLO x\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\nSubject: half')
  socket.resetAndDestroy()
  await deliver(mailbox.port, ['Subject: whole', '', 'x'])
  expect(mailbox.mails.map(mail => mail.subject)).toEqual(['whole'])
})

test('two mailboxes stand side by side, and a stopped one takes nothing', async () => {
  const other = await startMailbox()
  expect(other.port).not.toBe(mailbox.port)
  await other.stop()
  await expect(deliver(other.port, ['Subject: x', '', 'x'])).rejects.toThrow('ECONNREFUSED')
})

/** Plain SMTP, spoken by hand: the mailbox is tested against the protocol, not against a library. */
async function deliver(port: number, lines: string[]): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  const answers = socket[Symbol.asyncIterator]()
  const expectCode = async (code: string): Promise<void> => {
    const { value } = await answers.next() as { value: Buffer }
    expect(String(value)).toMatch(new RegExp(`^${code}`))
  }
  await expectCode('220')
  for (const [line, code] of [['EHLO test.example', '250'], ['MAIL FROM:<a@example.com>', '250'], ['RCPT TO:<b@example.com>', '250'], ['DATA', '354'], [`${lines.join('\r\n')}\r\n.`, '250'], ['QUIT', '221']] as const) {
    socket.write(`${line}\r\n`)
    await expectCode(code)
  }
  socket.destroy()
}
