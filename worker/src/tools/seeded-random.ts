import { createHash } from 'node:crypto'

/** Numbers in [0, 1) that are the same for the same words and others for any other (mulberry32, seeded by their hash). */
export function seededRandom(words: string): () => number {
  let state = createHash('sha256').update(words).digest().readUInt32LE(0)
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** So many of them, drawn without putting back, in the order they stood in. */
export function drawSome<T>(from: readonly T[], count: number, random: () => number): T[] {
  const left = from.map((_, index) => index)
  const drawn: number[] = []
  while (drawn.length < count && left.length > 0) drawn.push(...left.splice(Math.floor(random() * left.length), 1))
  return drawn.sort((a, b) => a - b).map(index => from[index]!)
}
