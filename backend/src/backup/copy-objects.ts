import { unwrapUserKey, type MasterKeys } from '@f2l/common/crypto.ts'
import type { ObjectKey } from '@f2l/common/contracts/ids.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { ObjectStore } from '@f2l/common/object-store.ts'
import type { Registered } from './copy-pocketbase.ts'
import type { Manifest, ObjectPart } from './manifest.ts'
import { placeOfObject, type PartWriter } from './store-part.ts'

export interface CopyObjectsOptions {
  registered: readonly Registered[]
  previous: Manifest | null
  store: ObjectStore
  parts: PartWriter
  masterKeys: MasterKeys
  signal: AbortSignal
}

interface Copied { objects: ObjectPart[]; objectsCopied: number; problems: Manifest['problems'] }

/** Copies recordings, videos and whatever else lies in the object store. An object never changes, so each is copied once. */
export async function copyObjects(options: CopyObjectsOptions): Promise<Copied> {
  const before = new Map(options.previous?.objects?.map(entry => [entry.key, entry]))
  const copied: Copied = { objects: [], objectsCopied: 0, problems: [] }
  for (const person of options.registered) {
    for await (const key of options.store.list(`users/${person.userId}/`)) {
      options.signal.throwIfAborted()
      const older = before.get(key)
      if (older && await options.parts.isThere(older)) copied.objects.push(older)
      else await copyOne(person, key, options).then(entry => {
        if (!entry) return
        copied.objects.push(entry)
        copied.objectsCopied += 1
      }, (error: unknown) => {
        options.signal.throwIfAborted()
        copied.problems.push({ of: key, why: error instanceof Error ? error.message : 'unknown' })
      })
    }
  }
  return copied
}

/** Null for one that was deleted meanwhile. */
async function copyOne({ userId, wrapped, keyId }: Registered, key: ObjectKey, { store, parts, masterKeys }: CopyObjectsOptions): Promise<ObjectPart | null> {
  const userKey = unwrapUserKey(masterKeys, userId, { wrapped, keyId })
  const source = await store.read(key).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') return null
    throw error
  })
  return source && { key, userId, ...await parts.put(userKey, placeOfObject(key), source) }
}
