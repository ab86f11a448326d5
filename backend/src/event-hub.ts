import { desc, gt, lte, max, min } from 'drizzle-orm'
import { liveEvent, type LiveEvent } from '@f2l/common/contracts/events.ts'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { events, recordings } from '@f2l/user-dbs/schema.ts'
import type { Reader, UserDatabases, Writer } from '@f2l/user-dbs/user-databases.ts'
import type { EventHub, PushedEvent } from './deps.ts'

/** Events kept for replay; who was away for longer is told to read everything again. */
export const keptEvents = 1000
/** Recordings named to somebody whose cursor is too old to replay from. */
const namedAfterGap = 200

type Listener = (pushed: PushedEvent) => void

/**
 * Live events of all users in this process. What is published is stored in the user's own
 * database first, so a listener that comes back with its cursor misses nothing.
 */
export function makeEventHub(userDatabases: Pick<UserDatabases, 'open'>): EventHub {
  const listeners = new Map<UserId, Set<Listener>>()
  const send = (userId: UserId, pushed: PushedEvent) => listeners.get(userId)?.forEach(listener => listener(pushed))
  return {
    publish: async (userId, event) => {
      const database = await userDatabases.open(userId)
      const cursor = database.transact(db => store(db, event))
      send(userId, { cursor, event })
    },
    push: (userId, event) => send(userId, { cursor: null, event }),
    broadcast: event => {
      for (const userId of listeners.keys()) send(userId, { cursor: null, event })
    },
    listen: async (userId, after, onEvent, signal) => {
      const database = await userDatabases.open(userId)
      if (signal.aborted) return 0
      // No await from here on: an event published meanwhile comes either in the replay or as a push.
      const { newest, missed } = database.read(db => replay(db, after))
      for (const pushed of missed) onEvent(pushed)
      addListener(listeners, userId, onEvent, signal)
      return newest
    },
  }
}

function addListener(listeners: Map<UserId, Set<Listener>>, userId: UserId, listener: Listener, signal: AbortSignal): void {
  const mine = listeners.get(userId) ?? new Set()
  listeners.set(userId, mine.add(listener))
  signal.addEventListener('abort', () => {
    mine.delete(listener)
    if (mine.size === 0 && listeners.get(userId) === mine) listeners.delete(userId)
  }, { once: true })
}

function store(db: Writer, event: LiveEvent): number {
  const [row] = db.insert(events).values({ event, createdAt: new Date().toISOString() }).returning({ id: events.id }).all()
  db.delete(events).where(lte(events.id, row!.id - keptEvents)).run()
  return row!.id
}

function replay(db: Reader, after: number | null): { newest: number; missed: PushedEvent[] } {
  const bounds = db.select({ oldest: min(events.id), newest: max(events.id) }).from(events).get()
  const newest = bounds?.newest ?? 0
  if (after === null) return { newest, missed: [] }
  // A cursor from before the oldest kept event, or one that this database never gave out.
  const isGap = after > newest || after < (bounds?.oldest ?? 1) - 1
  return { newest, missed: isGap ? everything(db, newest) : storedAfter(db, after) }
}

function storedAfter(db: Reader, after: number): PushedEvent[] {
  const rows = db.select().from(events).where(gt(events.id, after)).orderBy(events.id).all()
  return rows.flatMap(row => {
    const event = liveEvent.safeParse(row.event)
    return event.success ? [{ cursor: row.id, event: event.data }] : []
  })
}

function everything(db: Reader, newest: number): PushedEvent[] {
  const rows = db.select({ id: recordings.id }).from(recordings).orderBy(desc(recordings.updatedAt)).limit(namedAfterGap).all()
  const named: LiveEvent[] = rows.map(row => ({ type: 'recording', recordingId: row.id }))
  return [...named, { type: 'fathom' } as const, { type: 'queue' } as const].map(event => ({ cursor: newest, event }))
}
