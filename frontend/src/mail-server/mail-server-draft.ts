import { mailServerBody, type MailServerView } from '@f2l/common/contracts/mail-server.ts'
import { createSignal, type Accessor } from 'solid-js'
import type { z } from 'zod'
import { words } from '../words/words.ts'

type Security = MailServerView['security']
/** As it is typed. */
export interface MailServerFields { host: string; port: string; security: Security; userName: string; password: string; fromAddress: string; fromName: string }
export type MailServerProblems = Partial<Record<keyof MailServerFields, string>>

export interface MailServerDraft {
  fields: Accessor<MailServerFields>
  edit: (part: Partial<MailServerFields>) => void
  problems: Accessor<MailServerProblems>
  isEdited: Accessor<boolean>
  /** What is said below the password. */
  passwordHint: Accessor<string | undefined>
  body: () => z.input<typeof mailServerBody>
  /** What was typed is saved, or no longer wanted. */
  clear: () => void
}

const usualPorts: Record<Security, string> = { tls: '465', starttls: '587', none: '25' }
const blank: MailServerFields = { host: '', port: '587', security: 'starttls', userName: '', password: '', fromAddress: '', fromName: '' }

/** What is typed stays over what is read again, until it is saved. */
export function createMailServerDraft(server: Accessor<MailServerView | null>): MailServerDraft {
  const [typed, setTyped] = createSignal<Partial<MailServerFields>>({})
  const saved = (): MailServerFields => fieldsOf(server())
  const fields = (): MailServerFields => ({ ...saved(), ...typed() })
  const isElsewhere = () => (['host', 'port', 'security'] as const).some(name => fields()[name].trim() !== saved()[name])
  const keepsPassword = () => server()?.hasPassword === true && !isElsewhere()
  return {
    fields, body: () => bodyOf(fields(), keepsPassword()),
    isEdited: () => Object.entries(fields()).some(([name, value]) => value !== saved()[name as keyof MailServerFields]),
    problems: () => problemsOf(fields(), keepsPassword()),
    passwordHint: () => server()?.hasPassword ? keepsPassword() ? words.mailServer.passwordKept : words.mailServer.passwordAgain : undefined,
    edit: part => setTyped(before => ({ ...before, ...portFor(part, { ...saved(), ...before }), ...part })),
    clear: () => setTyped({}),
  }
}

/** A port that was the usual one follows the encryption. */
function portFor({ security }: Partial<MailServerFields>, before: MailServerFields): Partial<MailServerFields> {
  return security !== undefined && Object.values(usualPorts).includes(before.port) ? { port: usualPorts[security] } : {}
}

function fieldsOf(server: MailServerView | null): MailServerFields {
  if (!server) return blank
  const { host, port, security, userName, fromAddress, fromName } = server
  return { host, port: String(port), security, userName: userName ?? '', password: '', fromAddress, fromName }
}

function bodyOf({ port, userName, password, ...fields }: MailServerFields, keepsPassword: boolean): z.input<typeof mailServerBody> {
  const name = userName.trim() || null
  return { ...fields, fromAddress: fields.fromAddress.trim(), port: Number(port), userName: name, ...(name === null ? { password: null } : password === '' && keepsPassword ? {} : { password }) }
}

function problemsOf(fields: MailServerFields, keepsPassword: boolean): MailServerProblems {
  const wrong = new Set(mailServerBody.safeParse(bodyOf(fields, keepsPassword)).error?.issues.map(issue => issue.path[0]))
  return {
    ...(wrong.has('host') ? { host: words.mailServer.missingHost } : {}),
    ...(wrong.has('port') || fields.port.trim() === '' ? { port: words.mailServer.wrongPort } : {}),
    ...(wrong.has('fromAddress') ? { fromAddress: words.mailServer.wrongAddress } : {}),
    ...(fields.userName.trim() !== '' && fields.password === '' && !keepsPassword ? { password: words.mailServer.missingPassword } : {}),
  }
}
