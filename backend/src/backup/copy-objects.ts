import { unwrapUserKey, type MasterKeys } from '@f2l/common/crypto.ts'
import type { ObjectKey, UserId } from '@f2l/common/contracts/ids.ts'
import { AppError, reasonOf } from '@f2l/common/errors.ts'
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
  for (const person of options.registered) await copyObjectsOf(person, before, copied, options)
  return copied
}

async function copyObjectsOf(person: Registered, before: ReadonlyMap<ObjectKey, ObjectPart>, copied: Copied, options: CopyObjectsOptions): Promise<void> {
  const openKey = makeKeyOpener(person, options.masterKeys)
  for await (const key of options.store.list(`users/${person.userId}/`)) {
    options.signal.throwIfAborted()
    const older = before.get(key)
    if (older && await options.parts.isThere(older)) {
      copied.objects.push(older)
      continue
    }
    try {
      const entry = await copyOne(person.userId, key, openKey, options)
      if (!entry) continue
      copied.objects.push(entry)
      copied.objectsCopied += 1
    }
    catch (error) {
      options.signal.throwIfAborted()
      copied.problems.push({ of: key, why: reasonOf(error) })
    }
  }
}

/** Unwraps a person's key once, and not before something of theirs is to be copied. */
function makeKeyOpener({ userId, wrapped, keyId }: Registered, masterKeys: MasterKeys): () => Uint8Array {
  let opened: Uint8Array | null = null
  return () => opened ??= unwrapUserKey(masterKeys, userId, { wrapped, keyId })
}

/** Null for one that was deleted meanwhile. */
async function copyOne(userId: UserId, key: ObjectKey, openKey: () => Uint8Array, { store, parts }: CopyObjectsOptions): Promise<ObjectPart | null> {
  const userKey = openKey()
  const source = await store.read(key).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') return null
    throw error
  })
  return source && { key, userId, ...await parts.put(userKey, placeOfObject(key), source) }
}
