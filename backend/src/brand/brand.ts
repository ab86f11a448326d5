import { eq } from 'drizzle-orm'
import type { AskedOptions } from '@f2l/common/contracts/api.ts'
import type { BrandView } from '@f2l/common/contracts/brand.ts'
import { convertOptions, type ConvertOptions } from '@f2l/common/contracts/edit-plan.ts'
import { objectKey, type ObjectKey, type UserId } from '@f2l/common/contracts/ids.ts'
import { videoStyle, type VideoStyle } from '@f2l/common/contracts/video-style.ts'
import { brands } from '@f2l/user-dbs/schema.ts'
import type { Reader, Writer } from '@f2l/user-dbs/user-databases.ts'
import type { BackendDeps } from '../deps.ts'

const id = 'brand'

export async function readBrand({ userDatabases }: Pick<BackendDeps, 'userDatabases'>, userId: UserId): Promise<BrandView> {
  const { style, logoKey } = (await userDatabases.open(userId)).read(findBrand)
  // Another address for each logo, so that no browser shows the one before.
  return { style, logoUrl: logoKey && `/api/v1/brand/logo?v=${/-([a-z0-9]+)\.png$/.exec(logoKey)?.[1] ?? ''}` }
}

export async function changeBrand({ userDatabases }: Pick<BackendDeps, 'userDatabases'>, userId: UserId, style: VideoStyle): Promise<void> {
  const database = await userDatabases.open(userId)
  database.transact(db => writeBrand(db, { style }))
}

/** Options of a new recording: as the product does it, but as the person's brand says, but as it was asked for. */
export function newOptions(db: Reader, asked: AskedOptions): ConvertOptions {
  const { style, logoKey } = findBrand(db)
  return convertOptions.parse({ ...style, ...withoutGaps(asked), logoKey })
}

/** A logo may have been replaced since the options were written, and then the old one is gone. */
export function withLogo(db: Reader, options: ConvertOptions): ConvertOptions {
  return { ...options, logoKey: findBrand(db).logoKey }
}

/** What was never set is as the product does it. */
export function findBrand(db: Reader): { style: VideoStyle; logoKey: ObjectKey | null } {
  const row = db.select().from(brands).where(eq(brands.id, id)).get()
  return { style: videoStyle.parse(row?.style ?? {}), logoKey: objectKey.nullable().parse(row?.logoKey ?? null) }
}

export function writeBrand(db: Writer, change: { style?: VideoStyle; logoKey?: ObjectKey | null }): void {
  const row = { ...change, updatedAt: new Date().toISOString() }
  db.insert(brands).values({ id, ...row }).onConflictDoUpdate({ target: brands.id, set: row }).run()
}

function withoutGaps(asked: AskedOptions): AskedOptions {
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined))
}
