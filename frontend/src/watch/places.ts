import { readRemembered, remember } from './remembered.ts'

/** So many videos' places are kept in this browser; the one left longest ago is forgotten first. */
const mostKept = 50
/** Nearer to the start or the end there is nothing to go on with. */
const leastSeconds = 10

/** Where somebody left a video the last time, or null where there is nothing to go on with. */
export function readPlace(token: string, durationSeconds: number): number | null {
  const place = all().find(([name]) => name === token)?.[1]
  return place !== undefined && place >= leastSeconds && place <= durationSeconds - leastSeconds ? place : null
}

export function rememberPlace(token: string, seconds: number): void {
  const others = all().filter(([name]) => name !== token).slice(1 - mostKept)
  remember('places', JSON.stringify([...others, [token, Math.floor(seconds)]]))
}

function all(): [string, number][] {
  try {
    const kept: unknown = JSON.parse(readRemembered('places') ?? '[]')
    return Array.isArray(kept) ? kept.filter(isPlace) : []
  } catch (cause) {
    if (cause instanceof SyntaxError) return []
    throw cause
  }
}

function isPlace(value: unknown): value is [string, number] {
  return Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'number'
}
