import type { UserId } from '@f2l/common/contracts/ids.ts'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import type * as schema from './schema.ts'

/** SQLite transactions are synchronous: an async one would commit before it wrote. */
type Sync<T> = T extends PromiseLike<unknown> ? never : T
type Database = BetterSQLite3Database<typeof schema>
export type Reader = Pick<Database, 'select' | 'selectDistinct' | 'query' | '$count'>
export type Writer = Reader & Pick<Database, 'insert' | 'update' | 'delete'>

/** One user's database. */
export interface UserDatabase {
  /** `yyyy-mm-dd-XXX-username` */
  readonly name: string
  read<T>(query: (db: Reader) => Sync<T>): T
  /** One immediate transaction: all of it or nothing. */
  transact<T>(work: (db: Writer) => Sync<T>): T
}

/** The user databases of this installation. Handles are pooled; never keep one across an await. */
export interface UserDatabases {
  /**
   * The user's database, made, migrated and registered if this is their first login.
   * 100 calls at once for one user give one database.
   */
  provision(user: { id: UserId; email: string }): Promise<UserDatabase>
  /** The database of a user who has one. @throws `userdb.unavailable` */
  open(userId: UserId): Promise<UserDatabase>
  /** The user's own key, unwrapped; seals and opens their credentials. */
  userKey(userId: UserId): Promise<Uint8Array>
  close(): void
}
