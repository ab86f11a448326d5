import { randomUUID } from 'node:crypto'
import type { Stats } from 'node:fs'
import { chmod, copyFile, link, mkdir, readdir, rename, rm, rmdir, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { hashFile } from './hash-file.ts'

/** Finished files of one source, by name: the name is the hash of what made the file, so the same name is the same content. */
export interface RenderCache {
  /** Lays the file to `path`; false where it is not there, or not as it was put. */
  take(name: string, path: string): Promise<boolean>
  /** Names of all that is kept. */
  names(): Promise<ReadonlySet<string>>
  /** Keeps a finished file, which nobody may change afterwards. */
  offer(name: string, path: string): Promise<void>
  /** For another process to open the same; null where nothing is kept. */
  place: CachePlace | null
}

/** The folder of all caches, and the source. */
export interface CachePlace { folder: string; sourceSha256: string }

/** Outlives jobs and may be shared by several workers. A cache that fails costs time, never a video. */
export interface RenderCaches {
  of(sourceSha256: string): RenderCache
  /** Removes all that is kept of a source: something of it was not as it should be. */
  forget(sourceSha256: string): Promise<void>
  /** Removes what was not used for two weeks, then what was used longest ago, until the rest is within the limit. */
  trim(): Promise<void>
}

export interface RenderCacheSettings {
  folder: string
  maxBytes: number
  /** Told of what went wrong: a full disk, a folder that may not be written to. */
  onProblem(error: unknown): void
}

export const noRenderCache: RenderCache = { take: async () => false, names: async () => new Set(), offer: async () => undefined, place: null }

/** The cache that another process uses, too; that one tells of problems, and trims. */
export function cacheOf(place: CachePlace | null): RenderCache {
  if (place === null) return noRenderCache
  return makeRenderCaches({ folder: place.folder, maxBytes: Number.POSITIVE_INFINITY, onProblem: () => undefined }).of(place.sourceSha256)
}

/** Pictures of meetings do not lie around for longer. */
const longestUnusedMs = 14 * 24 * 3600 * 1000
/** A part this old belongs to a process that died. */
const abandonedMs = 3600 * 1000
/** Only what is named like ours is ever removed: the setting may point to a folder that holds more. */
const ownFolder = /^[0-9a-f]{32}$/
const ownFile = /^[\w-]+\.[0-9a-f]{24}\.[a-z0-9]+$/
const ownPart = /^[0-9a-f-]{36}\.part$/

/** One folder a source, so that all that is left of a recording can be removed together. */
export function makeRenderCaches({ folder, maxBytes, onProblem }: RenderCacheSettings): RenderCaches {
  const orTell = <T>(work: Promise<T>, otherwise: T): Promise<T> => work.catch((error: unknown) => {
    onProblem(error)
    return otherwise
  })
  return {
    of: sourceSha256 => {
      const own = join(folder, sourceSha256.slice(0, 32))
      return {
        take: (name, path) => orTell(take(own, name, path), false),
        names: () => orTell(namesIn(own).then(kept => new Set(kept.filter(name => ownFile.test(name)).map(nameOf))), new Set()),
        offer: (name, path) => orTell(offer(folder, own, name, path), undefined),
        place: { folder, sourceSha256 },
      }
    },
    forget: sourceSha256 => orTell(rm(join(folder, sourceSha256.slice(0, 32)), { recursive: true, force: true }), undefined),
    trim: () => orTell(trim(folder, maxBytes), undefined),
  }
}

/** The digest of the content stands in the name: a file that was damaged or cut short is noticed and removed. */
async function take(own: string, name: string, path: string): Promise<boolean> {
  const kept = (await namesIn(own)).find(candidate => ownFile.test(candidate) && nameOf(candidate) === name)
  if (kept === undefined) return false
  const part = `${path}.${randomUUID()}.part`
  try {
    // Whoever trims may be quicker.
    if (!await linkOrCopy(join(own, kept), part)) return false
    if (keptName(name, await digestOf(part)) !== kept) {
      await rm(join(own, kept), { force: true })
      return false
    }
    await rename(part, path)
    await utimes(join(own, kept), new Date(), new Date()).catch(ignoreMissing)
    return true
  } finally {
    await rm(part, { force: true })
  }
}

async function offer(folder: string, own: string, name: string, path: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await mkdir(own, { recursive: true, mode: 0o700 })
  await chmod(own, 0o700)
  const part = join(own, `${randomUUID()}.part`)
  try {
    if (await linkOrCopy(path, part)) await rename(part, join(own, keptName(name, await digestOf(part))))
  } finally {
    await rm(part, { force: true })
  }
}

/** The same bytes under a second name where the disk can, else a copy; false when the file is gone. */
async function linkOrCopy(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to).catch(() => copyFile(from, to))
    return true
  } catch (error) {
    ignoreMissing(error)
    return false
  }
}

function keptName(name: string, digest: string): string {
  const dot = name.lastIndexOf('.')
  return `${name.slice(0, dot)}.${digest}${name.slice(dot)}`
}

function nameOf(kept: string): string {
  return kept.replace(/\.[0-9a-f]{24}(\.[a-z0-9]+)$/, '$1')
}

async function digestOf(path: string): Promise<string> {
  return (await hashFile(path)).slice(0, 24)
}

interface Kept { path: string; stats: Stats }

async function trim(folder: string, maxBytes: number): Promise<void> {
  const kept: Kept[] = []
  for (const source of (await namesIn(folder)).filter(name => ownFolder.test(name))) {
    for (const name of await namesIn(join(folder, source))) {
      const path = join(folder, source, name)
      const stats = await stat(path).catch(ignoreMissing)
      if (stats && ownFile.test(name)) kept.push({ path, stats })
      else if (stats && ownPart.test(name) && Date.now() - stats.mtimeMs > abandonedMs) await rm(path, { force: true })
    }
  }
  for (const path of tooMany(kept, maxBytes)) await rm(path, { force: true })
  // A folder that is not empty stays.
  for (const source of (await namesIn(folder)).filter(name => ownFolder.test(name))) await rmdir(join(folder, source)).catch(ignoreFilled)
}

function tooMany(kept: Kept[], maxBytes: number): string[] {
  let bytes = 0
  return kept.toSorted((a, b) => b.stats.mtimeMs - a.stats.mtimeMs).filter(({ stats }) => {
    bytes += stats.size
    return bytes > maxBytes || Date.now() - stats.mtimeMs > longestUnusedMs
  }).map(({ path }) => path)
}

async function namesIn(path: string): Promise<string[]> {
  return await readdir(path).catch(ignoreMissing) ?? []
}

function ignoreMissing(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error
}

function ignoreFilled(error: unknown): void {
  if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(codeOf(error))) throw error
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
