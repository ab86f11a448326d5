import type { Box } from '@f2l/common/contracts/edit-plan.ts'

/** How likely each point is the heart of a line of text, 0..1. */
export interface TextMap { width: number; height: number; likely: Float32Array }

const leastLikely = 0.3
const leastMean = 0.5
const leastPoints = 12
/** The model marks the heart of a line; the line is larger by its area over its outline, times this. */
const growth = 1.7

/** The lines of text in what the model marked: points that touch are one line. */
export function findTextLines({ width, height, likely }: TextMap): Box[] {
  const seen = new Uint8Array(likely.length)
  const lines: Box[] = []
  for (let start = 0; start < likely.length; start++) {
    if (seen[start] || likely[start]! < leastLikely) continue
    const { box, points, sum } = touching(start, { width, height, likely }, seen)
    if (points >= leastPoints && sum / points >= leastMean) lines.push(grown(box))
  }
  return lines
}

function touching(start: number, { width, height, likely }: TextMap, seen: Uint8Array): { box: Box; points: number; sum: number } {
  let [left, right, top, bottom, points, sum] = [width, 0, height, 0, 0, 0]
  const open = [start]
  seen[start] = 1
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const [x, y] = [at % width, Math.floor(at / width)]
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
    points++
    sum += likely[at]!
    for (const next of [x > 0 ? at - 1 : -1, x + 1 < width ? at + 1 : -1, at - width, y + 1 < height ? at + width : -1]) {
      if (next < 0 || seen[next] || likely[next]! < leastLikely) continue
      seen[next] = 1
      open.push(next)
    }
  }
  return { box: { x: left, y: top, width: right - left + 1, height: bottom - top + 1 }, points, sum }
}

function grown({ x, y, width, height }: Box): Box {
  const more = growth * width * height / (2 * (width + height))
  return { x: x - more, y: y - more, width: width + 2 * more, height: height + 2 * more }
}
