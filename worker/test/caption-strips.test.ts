import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { layoutFor } from '../src/plan/layout.ts'
import { assDocument, captionBand, shownIn, type Caption } from '../src/tools/burned-captions.ts'
import { layCaptionFonts } from '../src/tools/caption-fonts.ts'
import { captionLines } from '../src/tools/caption-strips.ts'
import { runFfmpeg } from '../src/tools/ffmpeg.ts'
import { lavfi, signal, tools } from './barcode-recording.ts'

const layout = layoutFor({ width: 1280, height: 720 }, true)
const texts = ['Hi', 'A caption that is as long as a caption gets', 'Two words']
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'f2l-strips-'))
  await layCaptionFonts(join(folder, 'fonts'), texts.join(''))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test.each([
  ['25', { num: 25, den: 1 }], ['29.97', { num: 30_000, den: 1001 }], ['60', { num: 60, den: 1 }],
])('each burned caption is seen from its first frame to its last and on no other, at %s frames a second', async (_, frameRate) => {
  const frame = frameRate.den / frameRate.num
  // The first begins before the chunk, the second follows it at once, the third after a gap, on the chunk's last frame.
  const captions = [[90, 107], [107, 121], [159, 163]].map(([start, end], index): Caption => ({ start: start! * frame, end: end! * frame, lines: [texts[index]!] }))
  const chunk = { pieces: [], outputStart: 100, frames: 60 }
  const wanted = Array.from({ length: 60 }, (_, at) => at < 7 ? 0 : at < 21 ? 1 : at < 59 ? -1 : 2)
  expect(await captionsSeen(captions, chunk, frameRate)).toEqual(wanted)
})

test('the box of a burned caption lets a fifth of the picture through, its letters are white, and the rest stays as it is', async () => {
  const [picture] = await drawn([{ start: 0, end: 1, lines: [texts[1]!] }], { pieces: [], outputStart: 0, frames: 1 }, { num: 25, den: 1 })
  const { x, y, width, height } = captionBand({ layout })
  const rows = Array.from({ length: height }, (_, row) => picture!.subarray((y + row) * layout.width + x, (y + row) * layout.width + x + width))
  const [box, letters] = [rows.flatMap(row => [...row].filter(value => value < 60)), rows.flatMap(row => [...row].filter(value => value > 200))]
  // Grey of 126 (235 is white), and 16 of 255 in the box.
  expect(Math.abs(box.sort((a, b) => a - b)[box.length >> 1]! - (0.19 * 126 + 0.81 * 30))).toBeLessThanOrEqual(2)
  expect(box.length).toBeGreaterThan(10_000)
  expect(letters.length).toBeGreaterThan(500)
  const outside = picture!.filter((value, at) => (at < y * layout.width || at >= (y + height) * layout.width) && value !== picture![0])
  expect(outside.length).toBe(0)
})

test('a caption over the border of two chunks is in both, and one that falls between two frames in neither', () => {
  const rate = { num: 25, den: 1 }
  const captions = [{ start: 3.5, end: 4.5, lines: ['a'] }, { start: 5.001, end: 5.03, lines: ['b'] }]
  expect(shownIn(captions, { pieces: [], outputStart: 0, frames: 100 }, rate)).toEqual([{ start: 88, end: 100, lines: ['a'] }])
  expect(shownIn(captions, { pieces: [], outputStart: 100, frames: 100 }, rate)).toEqual([{ start: 0, end: 13, lines: ['a'] }])
})

/** Which caption each frame shows, by how wide its box is; −1: none. */
async function captionsSeen(captions: Caption[], chunk: Parameters<typeof shownIn>[1], rate: { num: number; den: number }): Promise<number[]> {
  const row = captionBand({ layout }).y + captionBand({ layout }).height - Math.round(layout.height * 0.065)
  const rows = await drawn(captions, chunk, rate, { top: row, height: 2 })
  const widths = rows.map(two => two.subarray(0, layout.width).filter(value => value < 60 || value > 200).length)
  return widths.map(width => width < 20 ? -1 : width < 100 ? 0 : width < 300 ? 2 : 1)
}

/** The brightness of each frame of a grey chunk. */
async function drawn(captions: Caption[], chunk: Parameters<typeof shownIn>[1], rate: { num: number; den: number }, { top, height } = { top: 0, height: layout.height }): Promise<Buffer[]> {
  const shown = shownIn(captions, chunk, rate)
  await writeFile(join(folder, 'captions.ass'), assDocument(shown, { layout }, new Map()))
  const pieces: Buffer[] = []
  await runFfmpeg(tools, {
    inputs: [{ path: `color=gray:s=${layout.width}x${layout.height}:r=${rate.num}/${rate.den}`, options: lavfi }],
    graph: [`[0:v]format=yuv420p[plain]`, ...captionLines('plain', 'v', { document: 'captions.ass', shown }, { layout, frameRate: rate }), `[v]extractplanes=y,crop=${layout.width}:${height}:0:${top}[y]`].join(';'),
    outputs: [{ path: 'pipe:1', options: ['-map', '[y]', '-frames:v', String(chunk.frames), '-fps_mode', 'passthrough', '-f', 'rawvideo'] }],
  }, { signal, task: 'drawing captions', folder, onOutput: bytes => { pieces.push(bytes) } })
  const all = Buffer.concat(pieces)
  const size = layout.width * height
  return Array.from({ length: all.length / size }, (_, index) => all.subarray(index * size, (index + 1) * size))
}
