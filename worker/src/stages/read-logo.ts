import { buffer } from 'node:stream/consumers'
import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { ObjectStore } from '@f2l/common/object-store.ts'

/** A logo of more would be a photograph. */
const mostBytes = 5_000_000
/** The server stores no other kind of picture. */
const pngSignature = Buffer.from('89504e470d0a1a0a', 'hex')

/** The title card's logo as a data URL. One that cannot be read is left out, with a note: no video fails for it. */
export async function readLogo({ titleCard: { logoKey, frames } }: Pick<EditPlan, 'titleCard'>, store: ObjectStore | undefined): Promise<{ url: string | null; note: string | null }> {
  if (logoKey === undefined || frames === 0) return { url: null, note: null }
  const bytes = await readSmall(logoKey, store).catch(() => null)
  if (!bytes?.subarray(0, 8).equals(pngSignature)) return { url: null, note: 'The logo could not be read, so the title card has none.' }
  return { url: `data:image/png;base64,${bytes.toString('base64')}`, note: null }
}

async function readSmall(key: NonNullable<EditPlan['titleCard']['logoKey']>, store: ObjectStore | undefined): Promise<Buffer | null> {
  const info = await store?.stat(key)
  return !store || !info || info.sizeBytes > mostBytes ? null : buffer(await store.read(key))
}
