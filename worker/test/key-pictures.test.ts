import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isBlack } from '../src/stages/verify/picture-likeness.ts'
import { runFfmpeg } from '../src/tools/ffmpeg.ts'
import { keyPictures, wholePicture } from '../src/tools/small-pictures.ts'
import { lavfi, signal, tools } from './barcode-recording.ts'

let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'f2l-keys-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

test('of a video whose every picture is a key picture only so many are held, from all over it, and the black one is among them', async () => {
  const path = join(folder, 'all-keys.mp4')
  await runFfmpeg(tools, {
    inputs: [{ path: `testsrc2=s=64x36:r=25:d=4,drawbox=w=iw:h=ih:color=black:t=fill:enable='eq(n,37)'`, options: lavfi }],
    outputs: [{ path, options: ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '1', '-pix_fmt', 'yuv420p'] }],
  }, { signal, task: 'making a test clip' })
  const view = { picture: wholePicture, bubble: wholePicture }
  const all = await keyPictures(path, view, { tools, signal })
  expect(all.map(({ at }) => Math.round(25 * at))).toEqual(Array.from({ length: 100 }, (_, index) => index))
  const some = await keyPictures(path, view, { tools, signal }, { most: 20, isPrecious: isBlack })
  expect(some.map(({ at }) => Math.round(25 * at))).toEqual([0, 8, 16, 24, 32, 37, 40, 48, 56, 64, 72, 80, 88, 96])
  expect(some.filter(({ small }) => isBlack(small.picture)).map(({ at }) => Math.round(25 * at))).toEqual([37])
  expect(some[2]!.small).toEqual(all[16]!.small)
})
