import { createHash } from 'node:crypto'
import { seededNumbers } from '@f2l/common/seeded-numbers.ts'

/** Numbers in [0, 1) that are the same for the same words and others for any other. */
export function seededRandom(words: string): () => number {
  return seededNumbers(createHash('sha256').update(words).digest().readUInt32LE(0))
}

/** So many of them, drawn without putting back, in the order they stood in. */
export function drawSome<T>(from: readonly T[], count: number, random: () => number): T[] {
  const left = from.map((_, index) => index)
  const drawn: number[] = []
  while (drawn.length < count && left.length > 0) drawn.push(...left.splice(Math.floor(random() * left.length), 1))
  return drawn.sort((a, b) => a - b).map(index => from[index]!)
}
