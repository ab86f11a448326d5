import { randomUUID } from 'node:crypto'
import { constants, createWriteStream, type Dirent, type Stats } from 'node:fs'
import { copyFile, link, lstat, mkdir, open, opendir, readdir, rmdir, stat, unlink } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { objectKey, type ObjectKey } from './contracts/ids.ts'
import { AppError } from './errors.ts'
import type { ObjectInfo, ObjectStore } from './object-store.ts'

/** No key can start with a dot, so half-written files never look like objects. */
const partsFolder = '.parts'
/** A part this old belongs to a process that died, wherever that was; one of this machine is known by its process. */
const abandonedAfterMs = 24 * 3600 * 1000
const sweepEveryMs = 60_000
const ownParts = `${hostname()}~`
const segment = /^[A-Za-z0-9_-][A-Za-z0-9_.-]*$/

/**
 * An object store in one local folder, which several processes may share.
 * An object appears whole or not at all: it is written beside, flushed, and linked to its name.
 */
export function makeLocalObjectStore(folder: string, now: () => number = Date.now): ObjectStore {
  let sweep: Promise<void> | undefined
  let sweptAt = -Infinity
  const pathOf = (key: ObjectKey): string => pathInside(folder, key)
  async function newPart(): Promise<string> {
    await mkdir(join(folder, partsFolder), { recursive: true, mode: 0o700 })
    if (performance.now() - sweptAt > sweepEveryMs) {
      sweptAt = performance.now()
      sweep = removeAbandonedParts(join(folder, partsFolder), now())
    }
    await sweep
    return join(folder, partsFolder, `${ownParts}${process.pid}~${randomUUID()}`)
  }
  return {
    put: async (key, body, signal) => {
      const target = pathOf(key)
      await refuseTaken(target, key)
      const part = await newPart()
      return usingPart(part, async () => {
        await pipeline(body, createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true }), { signal })
        return publish(part, target, key)
      })
    },
    putFile: async (key, path) => {
      const target = pathOf(key)
      await refuseTaken(target, key)
      const part = await newPart()
      return usingPart(part, async () => {
        await linkOrCopy(path, part)
        await flush(part)
        return publish(part, target, key)
      })
    },
    stat: async key => {
      const stats = await statsOf(pathOf(key))
      return stats ? infoOf(stats) : null
    },
    read: async (key, range) => readRange(pathOf(key), key, range),
    toLocalFile: async (key, path) => {
      const source = pathOf(key)
      if (!await statsOf(source)) throw missing(key)
      await mkdir(dirname(path), { recursive: true })
      await ignoring('ENOENT', unlink(path))
      await linkOrCopy(source, path)
    },
    delete: async key => {
      await ignoring('ENOENT', unlink(pathOf(key)))
      await removeEmptyFolders(folder, key)
    },
    list: prefix => listKeys(folder, prefix),
  }
}

/** The key's grammar has no dots-only and no absolute part, so a parsed key stays inside the folder. */
function pathInside(folder: string, key: string): string {
  const parsed = objectKey.safeParse(key)
  if (!parsed.success) throw new AppError('input.invalid', 'That is not the name of a stored file.')
  return join(folder, ...parsed.data.split('/'))
}

async function refuseTaken(target: string, key: ObjectKey): Promise<void> {
  if (await ignoring('ENOENT', lstat(target))) throw taken(key)
}

async function usingPart<T>(part: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } finally {
    await ignoring('ENOENT', unlink(part))
  }
}

/** `link` fails where the name is taken, which a rename would not. */
async function publish(part: string, target: string, key: ObjectKey): Promise<ObjectInfo> {
  for (let attempt = 1; ; attempt += 1) {
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    try {
      await link(part, target)
      break
    } catch (error) {
      if (hasCode(error, 'EEXIST')) throw taken(key)
      // A delete may have taken the folder away as empty between the two calls.
      if (!hasCode(error, 'ENOENT') || attempt === 5) throw error
    }
  }
  await flush(dirname(target))
  return infoOf(await stat(target))
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    // EXDEV: another file system. EPERM, EMLINK: a file system that cannot link (any more).
    if (!hasCode(error, 'EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP')) throw error
    await copyFile(from, to, constants.COPYFILE_EXCL)
  }
}

async function readRange(path: string, key: ObjectKey, range?: { start: number; end: number }): Promise<Readable> {
  const handle = await ignoring('ENOENT', open(path, constants.O_RDONLY | constants.O_NOFOLLOW))
  if (!handle) throw missing(key)
  try {
    const { size } = await handle.stat()
    if (range && !isRangeOf(size, range)) throw new AppError('input.invalid', 'The file has no such range of bytes.')
    return handle.createReadStream(range ? { start: range.start, end: range.end } : {})
  } catch (error) {
    await handle.close()
    throw error
  }
}

function isRangeOf(size: number, { start, end }: { start: number; end: number }): boolean {
  return Number.isSafeInteger(start) && Number.isSafeInteger(end) && start >= 0 && start <= end && start < size
}

async function statsOf(path: string): Promise<Stats | null> {
  const stats = await ignoring('ENOENT', lstat(path))
  return stats?.isFile() ? stats : null
}

function infoOf(stats: Stats): ObjectInfo {
  const etag = `"${stats.size.toString(16)}-${Math.round(stats.mtimeMs).toString(16)}-${stats.ino.toString(16)}"`
  return { sizeBytes: stats.size, modifiedAt: stats.mtime, etag }
}

async function* listKeys(folder: string, prefix: string): AsyncIterable<ObjectKey> {
  const parents = prefix.split('/').slice(0, -1)
  if (!parents.every(part => segment.test(part))) return
  for await (const path of filesBelow(folder, parents)) {
    const key = objectKey.safeParse(path)
    if (key.success && path.startsWith(prefix)) yield key.data
  }
}

async function* filesBelow(folder: string, parents: string[]): AsyncIterable<string> {
  const directory = await ignoring('ENOENT', ignoring('ENOTDIR', opendir(join(folder, ...parents))))
  if (!directory) return
  const entries: Dirent[] = []
  for await (const entry of directory) entries.push(entry)
  for (const entry of entries.sort((a, b) => a.name < b.name ? -1 : 1)) {
    if (!segment.test(entry.name)) continue
    if (entry.isDirectory()) yield* filesBelow(folder, [...parents, entry.name])
    else if (entry.isFile()) yield [...parents, entry.name].join('/')
  }
}

async function removeEmptyFolders(folder: string, key: ObjectKey): Promise<void> {
  const parents = key.split('/').slice(0, -1)
  for (let depth = parents.length; depth > 0; depth -= 1) {
    const isRemoved = await rmdir(join(folder, ...parents.slice(0, depth))).then(() => true, error => {
      if (hasCode(error, 'ENOTEMPTY', 'EEXIST', 'ENOENT', 'EBUSY')) return false
      throw error
    })
    if (!isRemoved) return
  }
}

async function removeAbandonedParts(parts: string, now: number): Promise<void> {
  for (const name of await readdir(parts)) {
    const path = join(parts, name)
    if (isOfDeadProcess(name) || await isOld(path, now)) await ignoring('ENOENT', unlink(path))
  }
}

function isOfDeadProcess(name: string): boolean {
  if (!name.startsWith(ownParts)) return false
  try {
    return !process.kill(Number(name.slice(ownParts.length).split('~')[0]), 0)
  } catch (error) {
    // EPERM: it lives, as somebody else.
    return hasCode(error, 'ESRCH')
  }
}

async function isOld(path: string, now: number): Promise<boolean> {
  const stats = await ignoring('ENOENT', lstat(path))
  // A linked part has the modification time of its source; linking sets the change time.
  return stats !== undefined && now - Math.max(stats.mtimeMs, stats.ctimeMs) > abandonedAfterMs
}

function taken(key: ObjectKey): AppError {
  return new AppError('conflict', `A stored file named ${key} is already there.`)
}

function missing(key: ObjectKey): AppError {
  return new AppError('not_found', `There is no stored file named ${key}.`)
}

async function ignoring<T>(code: string, action: Promise<T>): Promise<T | undefined> {
  try {
    return await action
  } catch (error) {
    if (hasCode(error, code)) return undefined
    throw error
  }
}

function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}
