import { eq } from 'drizzle-orm'
import type { VideoId } from '@f2l/common/contracts/ids.ts'
import { shareRules } from '@f2l/user-dbs/schema.ts'
import type { Reader, Writer } from '@f2l/user-dbs/user-databases.ts'

export type ShareRules = Omit<typeof shareRules.$inferSelect, 'videoId' | 'updatedAt'>

/** A video that nobody made rules for. */
const openToAll: ShareRules = { audience: 'link', people: [], passwordHash: null, expiresAt: null, allowsDownload: true, allowsComments: true, callToAction: null }

export function readShareRules(db: Reader, id: VideoId): ShareRules {
  return db.select().from(shareRules).where(eq(shareRules.videoId, id)).get() ?? openToAll
}

/** A time that cannot be read is over. */
export function isExpired({ expiresAt }: Pick<ShareRules, 'expiresAt'>): boolean {
  return expiresAt !== null && !(Date.parse(expiresAt) > Date.now())
}

/** Not everybody who has the link may watch now. */
export function isRestricted(rules: ShareRules): boolean {
  return rules.audience !== 'link' || rules.passwordHash !== null || isExpired(rules)
}

/** Of all videos of a person those that are restricted. */
export function listRestricted(db: Reader): ReadonlySet<VideoId | undefined> {
  return new Set(db.select().from(shareRules).all().filter(isRestricted).map(row => row.videoId))
}

export function changeShareRules(db: Writer, id: VideoId, change: Partial<ShareRules>): ShareRules {
  const rules = { ...readShareRules(db, id), ...change, updatedAt: new Date().toISOString() }
  db.insert(shareRules).values({ ...rules, videoId: id }).onConflictDoUpdate({ target: shareRules.videoId, set: rules }).run()
  return rules
}
