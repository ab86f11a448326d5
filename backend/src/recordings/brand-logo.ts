import { objectKey, type ObjectKey } from '@f2l/common/contracts/ids.ts'
import { brands } from '@f2l/user-dbs/schema.ts'
import type { Reader } from '@f2l/user-dbs/user-databases.ts'

/** Where the person's logo lies now; null where they have none. */
export function readLogoKey(db: Reader): ObjectKey | null {
  return objectKey.nullable().catch(null).parse(db.select({ logoKey: brands.logoKey }).from(brands).get()?.logoKey ?? null)
}
