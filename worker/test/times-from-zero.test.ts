import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runFfmpeg } from '../src/tools/ffmpeg.ts'
import { readFrameTimes } from '../src/tools/frame-times.ts'
import { withTimesFromZero } from '../src/tools/times-from-zero.ts'
import { signal, tools } from './barcode-recording.ts'
import { aac, beeps, ffmpeg, flashes, h264 } from './inputs/flash-recording.ts'

let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'f2l-zero-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

test('of a Matroska file that begins before time 0 no picture is passed over by a seek to its start; any other file is used as it is', async () => {
  const plain = join(folder, 'plain.mkv')
  await ffmpeg(...flashes(), ...beeps(), ...h264, ...aac, '-g', '25', plain)
  expect(await withTimesFromZero(plain, folder, tools, signal)).toBe(plain)
  const early = join(folder, 'early.mkv')
  await ffmpeg('-itsoffset', '-0.4', '-i', plain, '-c', 'copy', '-avoid_negative_ts', 'disabled', early)
  expect((await timesFromStart(early)).length).toBe(50)
  const mended = await withTimesFromZero(early, folder, tools, signal)
  const times = await timesFromStart(mended)
  expect(times.length).toBe(75)
  expect(times.every((at, index) => index === 0 || at > times[index - 1]!)).toBe(true)
})

async function timesFromStart(path: string): Promise<number[]> {
  const lines: Buffer[] = []
  await runFfmpeg(tools, {
    inputs: [{ path, options: ['-noaccurate_seek', '-ss', '0'] }], outputs: [{ path: 'pipe:1', options: ['-an', '-fps_mode', 'passthrough', '-f', 'framecrc'] }],
  }, { signal, task: 'reading a test clip', onOutput: bytes => { lines.push(bytes) } })
  return readFrameTimes(Buffer.concat(lines).toString())
}
