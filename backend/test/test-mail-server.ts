import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

export interface TestMailServer { port: number; mails: string[]; logins: string[]; stop(): Promise<void> }

interface Options {
  security?: 'tls' | 'starttls' | 'none'
  login?: { user: string; password: string }
  /** Recipients are refused with this answer. */
  refusesWith?: number
  certificate?: { certificatePem: string; privateKeyPem: string }
}

/** A real SMTP server on this machine that keeps what it gets. */
export async function startTestMailServer({ security = 'none', login, refusesWith, certificate }: Options = {}): Promise<TestMailServer> {
  const [mails, logins]: [string[], string[]] = [[], []]
  const server = new SMTPServer({
    logger: false, authOptional: !login, secure: security === 'tls', disabledCommands: [...(login ? [] : ['AUTH']), ...(security === 'none' ? ['STARTTLS'] : [])], allowInsecureAuth: security === 'none',
    ...(certificate ? { key: certificate.privateKeyPem, cert: certificate.certificatePem } : {}),
    onAuth: ({ username = '', password }, _, done) => {
      logins.push(username)
      if (username === login?.user && password === login.password) done(null, { user: username })
      else done(new Error(`the password ${password} is wrong`))
    },
    onRcptTo: (_, __, done) => done(refusesWith ? Object.assign(new Error('no'), { responseCode: refusesWith }) : null),
    onData: (stream, _, done) => void text(stream).then(mail => {
      mails.push(mail)
      done()
    }, done),
  })
  // A client that breaks off is no reason to end the server.
  server.on('error', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  return { port: (server.server.address() as AddressInfo).port, mails, logins, stop: () => new Promise(done => server.close(() => done())) }
}

/** Says what it is told to: nothing at all, or lines of a server that does everything wrong. */
export async function startRawServer(onLine: (line: string, say: (text: string) => void) => void = () => undefined, greeting?: string): Promise<{ port: number; seen: () => string; stop(): Promise<void> }> {
  const sockets = new Set<Socket>()
  let seen = ''
  const server: Server = createServer(socket => {
    sockets.add(socket)
    const say = (line: string): void => void socket.write(`${line}\r\n`)
    socket.on('error', () => undefined)
    socket.on('data', data => {
      seen += data.toString('latin1')
      for (const line of data.toString('latin1').split('\r\n').filter(Boolean)) onLine(line, say)
    })
    if (greeting !== undefined) say(greeting)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port, seen: () => seen,
    stop: () => new Promise(done => {
      for (const socket of sockets) socket.destroy()
      server.close(() => done())
    }),
  }
}
