import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeChangesAtEnd } from '../src/stages/analyse/coded-change.ts'
import { runFfmpeg } from '../src/tools/ffmpeg.ts'
import { listPackets, type PacketList } from '../src/tools/packet-list.ts'
import { lavfi, signal, tools } from './barcode-recording.ts'

let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'f2l-coded-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Ten seconds that flicker a little; from `at` on, in `fade` seconds, half of the picture becomes another one. */
async function changing(name: string, { at, fade = 0.04, encoder }: { at: number; fade?: number; encoder: string[] }): Promise<PacketList> {
  const path = join(folder, name)
  await runFfmpeg(tools, {
    inputs: [{ path: `testsrc2=s=640x360:r=25:d=10`, options: lavfi }, { path: 'mandelbrot=s=320x360:r=25:maxiter=200', options: lavfi }],
    graph: `[0:v]select='eq(n,0)',loop=-1:1,trim=end_frame=250,setpts=N/25/TB[still];[1:v]select='eq(n,0)',loop=-1:1,trim=end_frame=250,setpts=N/25/TB,format=yuva420p,fade=in:st=${at}:d=${fade}:alpha=1[half];[still][half]overlay=format=yuv420,noise=alls=4:allf=t[v]`,
    outputs: [{ path, options: ['-map', '[v]', '-r', '25', '-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', ...encoder] }],
  }, { signal, task: 'making a test clip' })
  return listPackets(tools, path, 'v:0', signal)
}

const half = 0.5
const everyTwoSeconds = ['-g', '50', '-keyint_min', '50', '-sc_threshold', '0']

test('a change that the encoder began a new group for is known without decoding', async () => {
  const packets = await changing('cut.mp4', { at: 5, encoder: ['-g', '100', '-force_key_frames', '5.0'] })
  const keys = [...packets.seconds].filter((_, index) => packets.isKey[index])
  const cut = keys.findIndex(at => Math.abs(at - 5) < 0.1)
  expect(cut).toBeGreaterThan(0)
  const changesAtEnd = makeChangesAtEnd(packets)
  expect(changesAtEnd({ start: keys[cut - 1]!, end: keys[cut]! }, half)).toBe(true)
  // Times of looks are rounded.
  expect(changesAtEnd({ start: keys[cut - 1]! - 0.0005, end: keys[cut]! - 0.0005 }, half)).toBe(true)
})

test('a change inside a group, at once or as a fade, must be looked for', async () => {
  for (const change of [{ at: 5, fade: 0.04 }, { at: 5.2, fade: 0.4 }, { at: 4.04, fade: 0.04 }, { at: 5.92, fade: 0.04 }]) {
    const changesAtEnd = makeChangesAtEnd(await changing('inside.mp4', { ...change, encoder: everyTwoSeconds }))
    expect([2, 4, 6].map(start => changesAtEnd({ start, end: start + 2 }, half)), JSON.stringify(change)).toEqual([true, false, true])
  }
})

test('more than one group, or a span that ends between key pictures, tells nothing', async () => {
  const changesAtEnd = makeChangesAtEnd(await changing('groups.mp4', { at: 20, encoder: everyTwoSeconds }))
  expect(changesAtEnd({ start: 2, end: 4 }, half)).toBe(true)
  expect(changesAtEnd({ start: 2, end: 6 }, half)).toBe(false)
  expect(changesAtEnd({ start: 2, end: 3 }, half)).toBe(false)
  expect(changesAtEnd({ start: 3, end: 4 }, half)).toBe(false)
  expect(changesAtEnd({ start: 8, end: 12 }, half)).toBe(false)
  // A part so small that its change would hide among the usual bytes.
  expect(changesAtEnd({ start: 2, end: 4 }, 0)).toBe(false)
})

test('an empty list tells nothing', () => {
  const none: PacketList = { seconds: new Float64Array(), bytes: new Float64Array(), isKey: new Uint8Array(), beginsWithKey: false, end: Number.NaN }
  expect(makeChangesAtEnd(none)({ start: 0, end: 4 }, 1)).toBe(false)
})
