import type { OpenMailServer } from '../contracts/mail-server.ts'
import { AppError } from '../errors.ts'

/** What nodemailer's errors say in fields; the server's own words are in none that is read. */
interface SmtpError { code?: string; originalCode?: string; responseCode?: number; command?: string }

/**
 * What went wrong between us and a person's mail server, in one sentence of ours. The server's words and the error itself
 * are left behind: a server may repeat what it was told, and that was a password.
 */
export function asMailProblem(thrown: unknown, server: OpenMailServer): AppError {
  if (thrown instanceof AppError) return thrown
  const error = thrown as SmtpError
  const { code = 'unknown', responseCode, command = '' } = error
  const cause = new Error([code, error.originalCode, responseCode, command.split(' ')[0]].filter(part => part !== undefined && part !== '').join(' '))
  const [problem, sentence] = diagnosis(error, server)
  return new AppError(problem, sentence, { cause })
}

function diagnosis(error: SmtpError, { host, security }: OpenMailServer): [AppError['code'], string] {
  const { code, responseCode } = error
  if (isCertificate(error)) return ['mail.no_tls', `The certificate of ${host} is not good: it is not for this name, has expired, or nobody known has signed it. No password was sent.`]
  if (code === 'ETLS') return ['mail.no_tls', security === 'starttls' && responseCode !== undefined ? `${host} does not offer STARTTLS, so no password was sent. Perhaps it wants TLS from the first byte, usually on port 465.` : noTls(host)]
  if (isNotTls(error)) return ['mail.no_tls', noTls(host)]
  if (code === 'ETIMEDOUT') return ['mail.silent', `${host} took the connection, but did not answer in time. Please check that the port fits the kind of encryption.`]
  if (code === 'EAUTH') return signIn(error, host)
  if (responseCode === 530) return ['mail.rejected', `${host} wants a user name and password, or an encrypted connection, before it takes mail (answer 530).`]
  if (responseCode !== undefined && responseCode >= 500) return ['mail.rejected', `${host} did not take the mail (answer ${responseCode}). Please check the sender's address: many servers take mail from their own addresses only.`]
  if (responseCode !== undefined) return ['mail.refused', `${host} does not take mail just now (answer ${responseCode}).`]
  return ['mail.unreachable', `The connection to ${host} broke off. Please check that the port fits the kind of encryption.`]
}

/** 4xx: not now. A server that closes the connection at a sign-in says nothing about the password. */
function signIn({ responseCode }: SmtpError, host: string): [AppError['code'], string] {
  if (responseCode !== undefined && responseCode < 500) return ['mail.refused', `${host} cannot check passwords just now (answer ${responseCode}).`]
  return ['mail.wrong_password', `${host} does not accept this user name and password. Some providers want a password made for apps.`]
}

function noTls(host: string): string {
  return `${host} does not speak TLS on this port, so no password was sent. With port 587 choose STARTTLS.`
}

function isCertificate({ originalCode = '', code = '' }: SmtpError): boolean {
  return [originalCode, code].some(one => /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|ALTNAME|HOSTNAME_MISMATCH/.test(one))
}

function isNotTls({ originalCode = '' }: SmtpError): boolean {
  return originalCode === 'EPROTO' || /^ERR_(SSL|TLS)_/.test(originalCode)
}
