/** Percent of the width at which the middle of a part lies, and its share from above (0..100). */
type Point = [x: number, y: number]

/** The line through the middles of all parts, level at both ends, in a box of 100 by 100. */
export function curveLine(retention: readonly number[]): string {
  const points = retention.map((share, index): Point => [(index + 0.5) * 100 / retention.length, (1 - share) * 100])
  const all: Point[] = points.length === 0 ? [] : [[0, points[0]![1]], ...points, [100, points.at(-1)![1]]]
  return all.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('')
}

/** The same with the ground below it. */
export function curveArea(retention: readonly number[]): string {
  return retention.length === 0 ? '' : `${curveLine(retention)}L100 100L0 100Z`
}

/** What was seen of the moment at a place (0..1) of the video. */
export function shareAt(retention: readonly number[], place: number): number {
  return retention[Math.min(retention.length - 1, Math.max(0, Math.floor(place * retention.length)))] ?? 0
}

export interface Stretch { start: number; share: number }

/** The curve in so few stretches that a table of it can be read. */
export function stretchesOf(retention: readonly number[], durationSeconds: number, most = 20): Stretch[] {
  const size = Math.ceil(retention.length / most)
  return Array.from({ length: Math.ceil(retention.length / Math.max(1, size)) }, (_, index) => {
    const parts = retention.slice(index * size, (index + 1) * size)
    return { start: index * size / retention.length * durationSeconds, share: parts.reduce((sum, share) => sum + share, 0) / parts.length }
  })
}

/** Where least was seen. */
export function leastOf(retention: readonly number[], durationSeconds: number): Stretch {
  const share = Math.min(...retention)
  return { start: retention.indexOf(share) / Math.max(1, retention.length) * durationSeconds, share }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
