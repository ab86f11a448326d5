import { eq } from 'drizzle-orm'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { openField, sealField, type FieldPlace } from '@f2l/common/crypto.ts'
import { credentials } from '@f2l/user-dbs/schema.ts'
import type { Reader, Writer } from '@f2l/user-dbs/user-databases.ts'
import { randomName } from './recordings/new-ids.ts'

export type CredentialRow = typeof credentials.$inferSelect
export type CredentialKind = CredentialRow['kind']
/** Whose secret it is, and the key of their own that it is sealed under. */
export interface Sealer { userId: UserId; userKey: Uint8Array }

/** A person has one of each kind, or none. */
export function findCredential(db: Reader, kind: CredentialKind): CredentialRow | null {
  return db.select().from(credentials).where(eq(credentials.kind, kind)).get() ?? null
}

/** In place of the one before. What is not given to be shown of it is never shown, not even its end. */
export function writeCredential(db: Writer, { userId, userKey }: Sealer, kind: CredentialKind, secret: string, shown: { lastFour?: string; checkedAt?: string } = {}): void {
  const id = `crd_${randomName()}`
  deleteCredential(db, kind)
  db.insert(credentials).values({ id, kind, sealed: sealField(userKey, placeOf(userId, id), secret), lastFour: '', createdAt: new Date().toISOString(), ...shown }).run()
}

export function deleteCredential(db: Writer, kind: CredentialKind): void {
  db.delete(credentials).where(eq(credentials.kind, kind)).run()
}

/** @throws AppError `secret.unreadable` */
export function openCredential({ userId, userKey }: Sealer, { id, sealed }: CredentialRow): string {
  return openField(userKey, placeOf(userId, id), sealed)
}

function placeOf(userId: UserId, row: string): FieldPlace {
  return { userId, table: 'credentials', row, column: 'sealed' }
}
