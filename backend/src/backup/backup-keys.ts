import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { unwrapUserKey, wrapUserKey, type MasterKeys, type WrappedKey } from '@f2l/common/crypto.ts'
import { AppError } from '@f2l/common/errors.ts'
import { makeForOwner } from './hold-lock.ts'

/** The installation's own key is wrapped like a user's, under a name that no user has. */
const installation = 'installation' as UserId

export interface OwnedKey extends WrappedKey { userId: UserId }

/**
 * The keys of all backups, wrapped under AES_MASTER_KEY, in one small file that has no versions: whose key is taken out here can be
 * read in no backup any more. What was deleted is overwritten.
 */
export class BackupKeys {
  readonly #sqlite: Sqlite.Database

  private constructor(path: string, mode: { readonly: boolean }) {
    if (!mode.readonly) makeForOwner(path)
    this.#sqlite = new Sqlite(path, { ...mode, timeout: 10_000 })
    if (mode.readonly) return
    this.#sqlite.pragma('journal_mode = DELETE')
    this.#sqlite.pragma('synchronous = FULL')
    this.#sqlite.pragma('secure_delete = ON')
    this.#sqlite.exec(`
      CREATE TABLE IF NOT EXISTS keys (user_id TEXT PRIMARY KEY, wrapped TEXT NOT NULL, key_id TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS shredded (user_id TEXT PRIMARY KEY, at TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS owner (install_id TEXT PRIMARY KEY)`)
  }

  /**
   * The keys of this installation; made when there are none.
   * @throws AppError `config.invalid` when the folder holds another installation's backups
   */
  static of(path: string, installId: string): BackupKeys {
    const keys = new BackupKeys(path, { readonly: false })
    try {
      keys.#own(installId)
      return keys
    }
    catch (error) {
      keys.close()
      throw error
    }
  }

  /** For who only reads them. @throws AppError `file.not_found` */
  static read(path: string): BackupKeys {
    if (!existsSync(path)) throw new AppError('file.not_found', 'There is no keys.db in the backup folder. Without it no backup can be opened.')
    return new BackupKeys(path, { readonly: true })
  }

  /** For who takes one out; null where no backup was ever made. */
  static ifThere(path: string): BackupKeys | null {
    return existsSync(path) ? new BackupKeys(path, { readonly: false }) : null
  }

  /** @throws AppError `secret.unreadable` */
  installationKey(masterKeys: MasterKeys): Buffer {
    return this.#unwrapped(installation, masterKeys) ?? refuse('The backup folder\'s keys.db holds no key of the installation.')
  }

  /** Null for whom there is none. @throws AppError `secret.unreadable` */
  userKey(userId: UserId, masterKeys: MasterKeys): Buffer | null {
    return this.#unwrapped(userId, masterKeys)
  }

  isShredded(userId: UserId): boolean {
    return this.#sqlite.prepare('SELECT 1 FROM shredded WHERE user_id = ?').get(userId) !== undefined
  }

  shreddedUsers(): UserId[] {
    return this.#sqlite.prepare('SELECT user_id FROM shredded').pluck().all() as UserId[]
  }

  /** Everybody's, still wrapped. */
  wrappedKeys(): OwnedKey[] {
    return this.#sqlite.prepare('SELECT user_id AS userId, wrapped, key_id AS keyId FROM keys WHERE user_id != ?').all(installation) as OwnedKey[]
  }

  /** Takes over the registry's keys as they are now, under the newest master key. Whose key was ever taken out never gets in again. */
  keep(keys: readonly OwnedKey[], masterKeys: MasterKeys): void {
    const put = this.#sqlite.prepare(`
      INSERT INTO keys SELECT ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM shredded WHERE user_id = ?)
      ON CONFLICT (user_id) DO UPDATE SET wrapped = excluded.wrapped, key_id = excluded.key_id WHERE wrapped != excluded.wrapped`)
    this.#sqlite.transaction(() => {
      for (const { userId, wrapped, keyId } of keys) put.run(userId, wrapped, keyId, userId)
      this.#rewrap(masterKeys)
    }).immediate()
  }

  /** Takes keys out for good. */
  shred(userIds: readonly UserId[]): void {
    this.#sqlite.transaction(() => {
      for (const userId of userIds) {
        this.#sqlite.prepare('DELETE FROM keys WHERE user_id = ?').run(userId)
        this.#sqlite.prepare('INSERT OR IGNORE INTO shredded VALUES (?, ?)').run(userId, new Date().toISOString())
      }
    }).immediate()
  }

  close(): void {
    this.#sqlite.close()
  }

  #own(installId: string): void {
    this.#sqlite.transaction(() => {
      const owner = this.#sqlite.prepare('SELECT install_id FROM owner').pluck().get()
      if (owner !== undefined && owner !== installId) throw new AppError('config.invalid', 'BACKUP_DIR holds the backups of another installation. Nothing was written; please set an empty folder.')
      if (owner === undefined) this.#sqlite.prepare('INSERT INTO owner VALUES (?)').run(installId)
    }).immediate()
  }

  /** The installation's key is random, so that it outlives a change of AES_MASTER_KEY; all lie under the newest one. */
  #rewrap(masterKeys: MasterKeys): void {
    const put = this.#sqlite.prepare('INSERT OR REPLACE INTO keys VALUES (?, ?, ?)')
    const wrapAnew = (userId: UserId, key: Uint8Array): void => {
      const { wrapped, keyId } = wrapUserKey(masterKeys, userId, key)
      put.run(userId, wrapped, keyId)
    }
    if (!this.#wrapped(installation)) wrapAnew(installation, randomBytes(32))
    const older = this.#sqlite.prepare('SELECT user_id AS userId, wrapped, key_id AS keyId FROM keys WHERE key_id != ?').all(masterKeys[0].id) as OwnedKey[]
    for (const key of older) {
      const opened = openOrNull(() => unwrapUserKey(masterKeys, key.userId, key))
      // What does not open stays as it is: the list of master keys may be whole again next time.
      if (opened) wrapAnew(key.userId, opened)
    }
  }

  #unwrapped(userId: UserId, masterKeys: MasterKeys): Buffer | null {
    const wrapped = this.#wrapped(userId)
    return wrapped && unwrapUserKey(masterKeys, userId, wrapped)
  }

  #wrapped(userId: UserId): WrappedKey | null {
    return (this.#sqlite.prepare('SELECT wrapped, key_id AS keyId FROM keys WHERE user_id = ?').get(userId) ?? null) as WrappedKey | null
  }
}

function openOrNull(open: () => Buffer): Buffer | null {
  try {
    return open()
  }
  catch (error) {
    if (error instanceof AppError && error.code === 'secret.unreadable') return null
    throw error
  }
}

function refuse(message: string): never {
  throw new AppError('secret.unreadable', message)
}
