import { connect, isIP, type LookupFunction, type Socket } from 'node:net'
import { isPublicAddress } from '../address-rules.ts'
import { makeCheckedLookup, systemResolve, type Resolve } from '../checked-lookup.ts'
import { AppError } from '../errors.ts'

export interface MailServerRules {
  /** Of the operator's own network: `host` or `host:port`, in lower case. Any other server must have a public address. */
  privateHosts: readonly string[]
  resolve?: Resolve
}

const patienceMs = 10_000

/**
 * A connection to a server that a person named. It goes to an address that was checked and to no other, so that nobody
 * looks into the operator's network through us.
 * @throws AppError `mail.private_host`, `mail.unknown_host`, `mail.unreachable`, `mail.silent`
 */
export function connectToMailServer({ host, port }: { host: string; port: number }, { privateHosts, resolve = systemResolve }: MailServerRules, signal: AbortSignal): Promise<Socket> {
  const isAllowed = privateHosts.includes(host) || privateHosts.includes(`${isIP(host) === 6 ? `[${host}]` : host}:${port}`)
  // An address is connected to as it is, without a look-up.
  if (!isAllowed && isIP(host) !== 0 && !isPublicAddress(host)) return Promise.reject(privateHost())
  return open(host, port, makeCheckedLookup(resolve, isAllowed ? () => true : isPublicAddress), signal)
}

function open(host: string, port: number, lookup: LookupFunction, signal: AbortSignal): Promise<Socket> {
  return new Promise((done, fail) => {
    if (signal.aborted) return fail(signal.reason)
    const socket = connect({ host, port, lookup })
    const end = (reason: unknown): void => void socket.destroy(reason as Error)
    const onAbort = (): void => end(signal.reason)
    const timer = setTimeout(() => end(silent(host)), patienceMs)
    const settled = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
    }
    signal.addEventListener('abort', onAbort, { once: true })
    // It stays: until the mail client listens, an error would end the process.
    socket.on('error', error => {
      settled()
      fail(signal.aborted ? signal.reason : asMailError(error, host))
    })
    socket.once('connect', () => {
      settled()
      done(socket)
    })
  })
}

function asMailError(error: Error, host: string): AppError {
  if (error instanceof AppError) return error.code === 'url.refused' ? privateHost() : error.code === 'fetch.failed' ? unknownHost(host) : error
  const code = 'code' in error ? error.code : undefined
  if (code === 'ENOTFOUND' || code === 'EAI_NODATA' || code === 'EAI_NONAME') return unknownHost(host)
  if (code === 'ETIMEDOUT') return silent(host)
  if (code === 'ECONNREFUSED') return new AppError('mail.unreachable', `${host} refused the connection. Please check the port: it is usually 465 or 587.`)
  return new AppError('mail.unreachable', `${host} could not be reached. Please check host and port, or try again later.`, { cause: error })
}

function unknownHost(host: string): AppError {
  return new AppError('mail.unknown_host', `There is no server named ${host}. Please check the spelling.`)
}

export function silent(host: string): AppError {
  return new AppError('mail.silent', `${host} did not answer in time. Please check host and port, and that they fit the kind of encryption.`)
}

/** One sentence for every kind of private address: it must not tell what our network looks like. */
function privateHost(): AppError {
  return new AppError('mail.private_host', 'This server does not have a public address, so no mail is sent through it. Whoever runs this installation can allow it with PRIVATE_MAIL_HOSTS.')
}
