import type { Box, BubbleSegment } from '@f2l/common/contracts/edit-plan.ts'
import { eyesAt } from './face-crop.ts'

/** Crops that differ by no more than this are of tiles that stand side by side. */
const alike = 1.2

/**
 * People whose tiles are equally large are shown equally large: crops of nearly one size all take the smallest of them,
 * around the same eyes and so inside the same tile. The bubble then changes its person, not its scale.
 */
export function evenCrops(segments: BubbleSegment[]): BubbleSegment[] {
  const sizes = [...new Set(segments.flatMap(({ show }) => show.kind === 'face' ? [show.crop.width] : []))].sort((a, b) => a - b)
  const smallest = new Map<number, number>()
  let first = 0
  for (const size of sizes) {
    if (size > first * alike) first = size
    smallest.set(size, first)
  }
  return segments.map(segment => segment.show.kind === 'face' ? { ...segment, show: { kind: 'face', crop: shrunk(segment.show.crop, smallest.get(segment.show.crop.width)!) } } : segment)
}

function shrunk({ x, y, width, height }: Box, size: number): Box {
  return { x: even(x + (width - size) / 2), y: even(y + (height - size) * eyesAt), width: size, height: size }
}

function even(value: number): number {
  return 2 * Math.round(value / 2)
}
