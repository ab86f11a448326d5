import type { Config } from '@f2l/common/config.ts'
import type { Logger } from '@f2l/common/log.ts'
import type { ObjectStore } from '@f2l/common/object-store.ts'
import type { QueueProducer } from '@f2l/common/queue.ts'
import type { ShareToken, UserId, VideoId } from '@f2l/common/contracts/ids.ts'
import type { Language } from '@f2l/common/contracts/language.ts'
import type { LiveEvent } from '@f2l/common/contracts/events.ts'
import type { UserDatabases } from '@f2l/user-dbs/user-databases.ts'
import type { RequestHandler } from 'express'
import type { Activity } from './account/activity.ts'
import type { ClientOrigin } from './client-origin.ts'
import type { RateLimits } from './rate-limit.ts'
import type { Sessions } from './sessions.ts'

/** A person as the global PocketBase knows them. */
export interface Identity { id: UserId; email: string; name: string; isVerified: boolean; sessionVersion: number; language: Language }

/** Users in the global PocketBase (backend/src/identities.ts). */
export interface Identities {
  read(id: UserId): Promise<Identity | null>
  findByEmail(email: string): Promise<Identity | null>
  /** What was set for this person alone; null where nothing was. */
  limits(id: UserId): Promise<{ storageBytes: number | null; pendingJobs: number | null }>
  /** Null when the address is taken; callers must answer both the same way. */
  create(person: { email: string; password: string; name: string; language?: Language | undefined }): Promise<Identity | null>
  /** @throws `auth.wrong_credentials` */
  checkPassword(email: string, password: string): Promise<Identity>
  markVerified(id: UserId): Promise<void>
  /**
   * Also ends every session of the person (raises sessionVersion). With `ifVersion` only while that is the current one.
   * @throws `conflict` when it is not
   */
  setPassword(id: UserId, password: string, options?: { ifVersion?: number; isVerified?: boolean; from?: ClientOrigin }): Promise<void>
  rename(id: UserId, name: string): Promise<void>
  chooseLanguage(id: UserId, language: Language): Promise<void>
  /** Who registered first; null while nobody has. */
  firstRegistered(): Promise<UserId | null>
  /**
   * The first half of deleting an account: links, sessions, jobs, stored secrets, name and address are gone when this answers.
   * `listClosed` names it until `forgetClosed` could take the rest.
   */
  close(id: UserId): Promise<void>
  listClosed(): Promise<UserId[]>
  /** Whether the account was deleted, or never was. */
  isGone(id: UserId): Promise<boolean>
  /** False while a worker still holds one of its jobs, and for `graceSeconds` after the close. */
  forgetClosed(id: UserId, graceSeconds: number): Promise<boolean>
}

/** Share links in the global PocketBase: token → owner and video, nothing of the content (backend/src/share-links.ts). */
export interface ShareLinks {
  create(token: ShareToken, owner: UserId, video: VideoId): Promise<void>
  find(token: ShareToken): Promise<{ owner: UserId; video: VideoId } | null>
  revoke(token: ShareToken): Promise<void>
}

/** An event on its way to one listener. Without a cursor it is not stored and cannot be replayed. */
export interface PushedEvent { cursor: number | null; event: LiveEvent }

/** Live events of one user: stored for replay, then pushed (backend/src/event-hub.ts). */
export interface EventHub {
  publish(userId: UserId, event: LiveEvent): Promise<void>
  /** To whoever of this user listens now; not stored (progress of a running job). */
  push(userId: UserId, event: LiveEvent): void
  /** To everybody who listens; not stored. */
  broadcast(event: LiveEvent): void
  /** Replays what came after the cursor (null: nothing), then pushes, without a gap or a double. Answers the newest cursor. */
  listen(userId: UserId, after: number | null, onEvent: (pushed: PushedEvent) => void, signal: AbortSignal): Promise<number>
}

export interface BackendDeps {
  config: Config
  log: Logger
  queue: QueueProducer
  store: ObjectStore
  userDatabases: UserDatabases
  identities: Identities
  shareLinks: ShareLinks
  events: EventHub
  /** Lets only signed-in people through and sets `res.locals.userId` (backend/src/session-guard.ts). */
  requireSession: RequestHandler
  sessions: Sessions
  activity: Activity
  limits: RateLimits
  /** Logarithm of scrypt's N for passwords of links; left out, as the product does, it is the strong one (backend/src/sharing/share-password.ts). */
  sharePasswordCost?: number
  /** Ends with the process; long-lived things stop with it. */
  signal: AbortSignal
}
