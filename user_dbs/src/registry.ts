import type { UserId } from '@f2l/common/contracts/ids.ts'

/** One row of the registry of user databases (PocketBase's `user_databases`). */
export interface RegistryRow {
  userId: UserId
  /** `yyyy-mm-dd-XXX-username` */
  name: string
  status: 'provisioning' | 'ready' | 'quarantined' | 'deleting'
  /** The user's key, wrapped under the master key `keyId` (common/crypto.ts). */
  wrappedKey: string
  keyId: string
  /** Of the file when it was last opened or migrated; 0 where that was never told. */
  schemaVersion: number
}

export interface FileFacts { schemaVersion: number; sizeBytes: number }

export interface NewRegistration { userId: UserId; username: string; wrappedKey: string; keyId: string }

/** Who owns which database. It stands behind an interface because it lives in another process. */
export interface UserDatabaseRegistry {
  find(userId: UserId): Promise<RegistryRow | null>
  /** All whose database is ready. */
  listUsers(): Promise<UserId[]>
  /**
   * Takes the day's next number and inserts the row, both in one transaction; a number is never given twice.
   * For a user who has a row already, that row comes back unchanged.
   */
  register(entry: NewRegistration): Promise<RegistryRow>
  /** The file is there and open: `ready`, with what is worth knowing about it. */
  noteOpened(userId: UserId, facts: FileFacts): Promise<void>
  /** Those with an older schema than `version`, by name, after the name `after`; also those that a migration put into quarantine. */
  listOutdated(version: number, page: { after: string; limit: number }): Promise<RegistryRow[]>
  /** Ends a quarantine that a migration was the reason of. */
  noteMigrated(databases: ({ userId: UserId } & FileFacts)[]): Promise<void>
  /** Shuts a database that is ready, and says why to whoever runs the installation. */
  quarantine(userId: UserId, trouble: string): Promise<void>
}
