import { eq } from 'drizzle-orm'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import type { MailServerBody, MailServerView, OpenMailServer } from '@f2l/common/contracts/mail-server.ts'
import { AppError } from '@f2l/common/errors.ts'
import { mailServers } from '@f2l/user-dbs/schema.ts'
import type { Reader, Writer } from '@f2l/user-dbs/user-databases.ts'
import { deleteCredential, findCredential, openCredential, writeCredential, type CredentialRow, type Sealer } from '../credentials.ts'
import type { BackendDeps } from '../deps.ts'

type MailServerDeps = Pick<BackendDeps, 'userDatabases'>
type MailServerRow = typeof mailServers.$inferSelect

const id = 'smtp'
const kind = 'smtp'

export async function readMailServer({ userDatabases }: MailServerDeps, userId: UserId): Promise<MailServerView | null> {
  return (await userDatabases.open(userId)).read(db => {
    const row = findServer(db)
    return row && { ...row, hasPassword: findCredential(db, kind) !== null }
  })
}

/**
 * Keeps a person's mail server, its password sealed under their own key. A password that is not given again stays, but goes to
 * no other server than the one it was given for: whoever gets at an open browser could have it sent to theirs.
 * @throws AppError `input.invalid` where a password is missing
 */
export async function setMailServer({ userDatabases }: MailServerDeps, userId: UserId, { password, ...server }: MailServerBody): Promise<void> {
  const [database, userKey] = [await userDatabases.open(userId), await userDatabases.userKey(userId)]
  const userName = server.userName?.trim() || null
  database.transact(db => {
    const before = findServer(db)
    const keepsPassword = userName !== null && password === undefined && findCredential(db, kind) !== null
    if (keepsPassword && !isSameServer(before, server)) throw new AppError('input.invalid', 'Please enter the password again: it is not sent to another server than the one it was given for.')
    if (userName !== null && !keepsPassword && !password) throw new AppError('input.invalid', 'A user name needs its password.')
    if (userName === null) deleteCredential(db, kind)
    else if (!keepsPassword) writeCredential(db, { userId, userKey }, kind, password!)
    const row = { ...server, userName, checkedAt: null, error: null, updatedAt: new Date().toISOString() }
    db.insert(mailServers).values({ id, ...row }).onConflictDoUpdate({ target: mailServers.id, set: row }).run()
  })
}

export async function removeMailServer({ userDatabases }: MailServerDeps, userId: UserId): Promise<void> {
  const database = await userDatabases.open(userId)
  database.transact(db => {
    deleteCredential(db, kind)
    db.delete(mailServers).run()
  })
}

/** With its password, for a worker's one answer or one test mail; null where none is set. */
export async function openMailServerOf({ userDatabases }: MailServerDeps, userId: UserId): Promise<OpenMailServer | null> {
  const found = (await userDatabases.open(userId)).read(db => ({ server: findServer(db), sealed: findCredential(db, kind) }))
  if (!found.server) return null
  const { host, port, security, userName, fromAddress, fromName } = found.server
  const password = found.sealed && openOrNull({ userId, userKey: await userDatabases.userKey(userId) }, found.sealed)
  return { host, port, security, userName, fromAddress, fromName, password }
}

/** What became of a mail; told of the server that is set now only if it is that one. */
export function noteMail(db: Writer, { host, error }: { host: string; error: string | null }): void {
  db.update(mailServers).set({ checkedAt: new Date().toISOString(), error }).where(eq(mailServers.host, host)).run()
}

/** A password that cannot be read is one that is missing: then the mail lies in the outbox and says so. */
function openOrNull(sealer: Sealer, sealed: CredentialRow): string | null {
  try {
    return openCredential(sealer, sealed)
  } catch (error) {
    if (error instanceof AppError && error.code === 'secret.unreadable') return null
    throw error
  }
}

function isSameServer(before: MailServerRow | null, { host, port, security }: Pick<MailServerRow, 'host' | 'port' | 'security'>): boolean {
  return before?.host === host && before.port === port && before.security === security
}

function findServer(db: Reader): MailServerRow | null {
  return db.select().from(mailServers).where(eq(mailServers.id, id)).get() ?? null
}
