import type { Readable } from 'node:stream'
import type { ObjectKey } from './contracts/ids.ts'

export interface ObjectInfo { sizeBytes: number; modifiedAt: Date; etag: string }

/**
 * Files by key. Objects are immutable: `put*` onto a key that is there fails with `conflict`.
 * A put that breaks off leaves nothing. Missing objects: `not_found`.
 */
export interface ObjectStore {
  put(key: ObjectKey, body: Readable, signal?: AbortSignal): Promise<ObjectInfo>
  /** May link instead of copying; the file must not be changed afterwards. */
  putFile(key: ObjectKey, path: string): Promise<ObjectInfo>
  stat(key: ObjectKey): Promise<ObjectInfo | null>
  /** Bytes `start` to `end`, both inclusive, as in HTTP ranges. */
  read(key: ObjectKey, range?: { start: number; end: number }): Promise<Readable>
  /** A readable local file with the object's content (a link or a copy; do not write to it). */
  toLocalFile(key: ObjectKey, path: string): Promise<void>
  delete(key: ObjectKey): Promise<void>
  list(prefix: string): AsyncIterable<ObjectKey>
}
