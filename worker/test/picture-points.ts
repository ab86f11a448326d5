import { expect } from 'vitest'
import { runFfmpeg } from '../src/tools/ffmpeg.ts'
import { signal, tools } from './barcode-recording.ts'

/** Points of what a video shows at a second, or of a JPEG (null), as the filter's last format lays them out. */
export async function readPoints(path: string, seconds: number | null, filter: string): Promise<Buffer> {
  const pieces: Buffer[] = []
  await runFfmpeg(tools, {
    inputs: [{ path, options: seconds === null ? ['-f', 'jpeg_pipe'] : ['-ss', seconds.toFixed(3)] }],
    outputs: [{ path: 'pipe:1', options: ['-an', '-frames:v', '1', '-vf', filter, '-f', 'rawvideo'] }],
  }, { signal, task: 'looking at a test clip', onOutput: bytes => { pieces.push(bytes) } })
  return Buffer.concat(pieces)
}

/** How far two pictures of one size are apart, a point. */
export function meanDifference(one: Buffer, other: Buffer): number {
  return one.reduce((sum, value, index) => sum + Math.abs(value - other[index]!), 0) / one.length
}

export function expectColour(found: Uint8Array | readonly number[], wanted: readonly number[], within = 7): void {
  const distance = Math.max(...wanted.map((value, index) => Math.abs(value - found[index]!)))
  expect(distance, `found ${[...found].join(',')}, wanted ${wanted.join(',')}`).toBeLessThanOrEqual(within)
}
