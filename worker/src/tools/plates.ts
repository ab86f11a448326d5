import { createHash } from 'node:crypto'
import { mkdir, rename } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { drawStills, type BrowserTools, type StillPicture } from './browser.ts'
import { isThere } from './is-there.ts'
import { noRenderCache, type RenderCache } from './render-cache.ts'

/** A still picture by its content: the same page at the same size is drawn once and found again by its hash. */
export interface Plate { html: string; width: number; height: number; isTransparent: boolean }

export interface DrawnPlate { path: string; width: number; height: number }

/**
 * Draws the plates that neither the folder nor the cache holds yet and says where each lies.
 * The browser starts only when something is missing.
 * @throws AppError `render.browser_failed`
 */
export async function drawPlates<K extends string>(plates: Record<K, Plate>, folder: string, browser: BrowserTools, signal: AbortSignal, cache: RenderCache = noRenderCache): Promise<Record<K, DrawnPlate>> {
  await mkdir(folder, { recursive: true })
  const places = placePlates(plates, folder)
  const missing = new Map<string, StillPicture>()
  for (const [key, plate] of Object.entries(plates) as [K, Plate][]) {
    const { path } = places[key]
    if (!await isThere(path) && !await cache.take(basename(path), path)) missing.set(path, { ...plate, path: partOf(path) })
  }
  await drawStills(browser, [...missing.values()], signal)
  for (const path of missing.keys()) {
    await rename(partOf(path), path)
    await cache.offer(basename(path), path)
  }
  return places
}

/** Where each plate lies in a folder once it is drawn. */
export function placePlates<K extends string>(plates: Record<K, Plate>, folder: string): Record<K, DrawnPlate> {
  const places = (Object.entries(plates) as [K, Plate][]).map(([key, plate]) => [key, { path: join(folder, `plate-${hashOf(plate)}.png`), width: plate.width, height: plate.height }])
  return Object.fromEntries(places) as Record<K, DrawnPlate>
}

function partOf(path: string): string {
  return path.replace(/\.png$/, '.part.png')
}

function hashOf(plate: Plate): string {
  return createHash('sha256').update(JSON.stringify(plate)).digest('hex').slice(0, 24)
}
