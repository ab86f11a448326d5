import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runFfmpeg } from '../src/tools/ffmpeg.ts'
import { listPackets } from '../src/tools/packet-list.ts'
import { makePacketShelf } from '../src/tools/packet-shelf.ts'
import { lavfi, signal, tools } from './barcode-recording.ts'

let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'f2l-shelf-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

async function clipOf(frames: number): Promise<string> {
  const path = join(folder, 'clip.mp4')
  await runFfmpeg(tools, {
    inputs: [{ path: 'testsrc2=s=64x36:r=25', options: lavfi }],
    outputs: [{ path, options: ['-frames:v', String(frames), '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'] }],
  }, { signal, task: 'making a test clip' })
  return path
}

test('a list is read once, and anew when another file lies there', async () => {
  const shelf = makePacketShelf(tools)
  const path = await clipOf(50)
  const packets = await shelf.list(path, 'v:0', signal)
  expect(packets.seconds.length).toBe(50)
  expect(packets.end).toBeCloseTo(2)
  expect(await shelf.list(path, 'v:0', signal)).toBe(packets)
  await clipOf(30)
  expect((await shelf.list(path, 'v:0', signal)).seconds.length).toBe(30)
})

test('77: a file that claims more pieces than any recording has is refused, however small it is', async () => {
  const path = await clipOf(30)
  expect((await listPackets(tools, path, 'v:0', signal, 30)).seconds.length).toBe(30)
  await expect(listPackets(tools, path, 'v:0', signal, 29)).rejects.toMatchObject({ code: 'file.broken', message: expect.stringContaining('more pieces than any recording') as string })
})

test('a file that is not there is an error, not an empty list', async () => {
  await expect(makePacketShelf(tools).list(join(folder, 'none.mp4'), 'v:0', signal)).rejects.toThrow('ENOENT')
})
