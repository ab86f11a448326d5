import { connect as connectPlain, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { DoctorFinding } from '@f2l/common/contracts/doctor.ts'
import type { Patient } from './examine.ts'
import { bad, good, warn } from './finding.ts'

const patienceMs = 8000
const name = 'Mail'

/** Only the greeting is waited for: whether the password is right shows with the first mail. */
export async function examineMail({ config }: Patient): Promise<DoctorFinding[]> {
  if (config.SMTP_URL === '') return [warn(name, 'No mail server is set: mails lie in the outbox, and nobody can reset a forgotten password.', 'Set SMTP_URL and MAIL_FROM in .env.')]
  const url = URL.parse(config.SMTP_URL)
  if (!url || !/^smtps?:$/.test(url.protocol)) return [bad(name, 'SMTP_URL is not the address of a mail server.', 'It must look like smtp://user:password@host:587.')]
  const greeting = await greetingOf(url)
  if (greeting === 'welcome') return [good(name, 'The mail server answers.')]
  return [bad(name, greeting === 'refused' ? 'The mail server answers, but not with a welcome.' : 'The mail server does not answer.', 'Check host and port in SMTP_URL, and whether a firewall is in between.')]
}

function greetingOf(url: URL): Promise<'welcome' | 'refused' | 'silent'> {
  return new Promise(done => {
    const socket = open(url)
    const end = (answer: 'welcome' | 'refused' | 'silent'): void => {
      socket.destroy()
      done(answer)
    }
    socket.setTimeout(patienceMs, () => end('silent'))
    socket.once('error', () => end('silent'))
    socket.once('close', () => end('silent'))
    socket.once('data', (data: Buffer) => end(data.toString('latin1').startsWith('220') ? 'welcome' : 'refused'))
  })
}

function open({ protocol, hostname, port }: URL): Socket {
  const host = hostname.replace(/^\[|\]$/g, '')
  if (protocol === 'smtps:') return connectTls({ host, port: Number(port || 465), servername: host })
  return connectPlain({ host, port: Number(port || 587) })
}
