import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Box } from '@f2l/common/contracts/edit-plan.ts'
import { loadFaceDetector, type FaceDetector, type Picture } from '../src/tools/face-detector.ts'

const run = promisify(execFile)
const video = fileURLToPath(new URL('../../demo/media/sample-meeting.mp4', import.meta.url))
let detector: FaceDetector

beforeAll(async () => { detector = await loadFaceDetector() })
afterAll(() => detector.release())

test.each([3, 62, 114])('the four drawn people of the sample meeting are faces to the detector (gallery, %i s)', async seconds => {
  const faces = (await detector.find(await pictureAt(seconds))).filter(({ score }) => score > 0.7)
  expect(faces.map(({ face }) => quarterOf(face)).toSorted()).toEqual([0, 1, 2, 3])
})

test.each([30, 55, 104])('so they are in the small tiles beside the shared screen, and nothing on the slide is (%i s)', async seconds => {
  const picture = await pictureAt(seconds)
  for (const row of [0, 1, 2, 3]) {
    const [face, ...more] = await detector.find(picture, { x: 990, y: 38 + row * 163, width: 276, height: 155 })
    expect(face!.score).toBeGreaterThan(0.85)
    expect(more).toEqual([])
  }
  expect(await detector.find(picture, { x: 14, y: 82, width: 960, height: 540 })).toEqual([])
})

/** 0 upper left, 1 upper right, 2 lower left, 3 lower right. */
function quarterOf({ x, y, width, height }: Box): number {
  return (x + width / 2 > 640 ? 1 : 0) + (y + height / 2 > 360 ? 2 : 0)
}

async function pictureAt(seconds: number): Promise<Picture> {
  const { stdout } = await run('ffmpeg', ['-v', 'error', '-ss', String(seconds), '-i', video, '-frames:v', '1', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'], { encoding: 'buffer', maxBuffer: 8 * 1024 * 1024 })
  return { width: 1280, height: 720, rgb: stdout }
}
