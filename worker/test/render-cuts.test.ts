import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { render } from '../src/stages/render.ts'
import { runFfmpeg } from '../src/tools/ffmpeg.ts'
import { samplesAt } from '../src/tools/sound-pieces.ts'
import { matchSound } from '../src/tools/sound-match.ts'
import { barcodeRecording, barePlan, readBarcodes, readRecording, readSound, signal, tools, type Recording } from './barcode-recording.ts'
import { shareBrowser } from './shared-browser.ts'

const browser = shareBrowser()
let folder: string
const loudness = { integratedLufs: -20, truePeakDbtp: -4 }

beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'f2l-cuts-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

test('every frame of the output is the planned one, also around cuts at both ends, one frame apart, and between chunks', async () => {
  const source = await barcodeRecording(join(folder, 'plain.mp4'), { frames: 600, seconds: 24 })
  const keep = [{ start: 3, end: 50 }, { start: 51, end: 52 }, { start: 53, end: 54 }, { start: 100, end: 298 }, { start: 301, end: 420 }, { start: 480, end: 590 }]
  const video = await renderBare(source, keep, 'plain')
  expect(await readBarcodes(video)).toEqual(framesOf(keep))
  await expectSync(source, video, keep)
})

test('a thousand cuts, one of them at 0 and one at the end, misplace nothing, neither picture nor sound', async () => {
  const source = await barcodeRecording(join(folder, 'many.mp4'), { frames: 3000, seconds: 120 })
  // 999 pieces of one and two frames leave a cut before, between and after them.
  const keep = Array.from({ length: 999 }, (_, index) => ({ start: index * 3 + 1, end: index * 3 + 2 + index % 2 }))
  const video = await renderBare(source, keep, 'many')
  const numbers = await readBarcodes(video)
  expect(numbers).toEqual(framesOf(keep))
  await expectSync(source, video, [keep[1]!, keep[333]!, keep[501]!, keep[997]!])
  expect(Math.abs((await readSound(video)).length - samplesAt(numbers.length, source.media.grid))).toBeLessThanOrEqual(samplesAt(1, source.media.grid))
})

test('a rate of 30000/1001 stays exact: frames, sound at each cut, equal streams', async () => {
  const source = await barcodeRecording(join(folder, 'ntsc.mp4'), { frames: 900, rate: '30000/1001', seconds: 30.03 })
  expect(source.media.grid).toMatchObject({ num: 30_000, den: 1001 })
  const keep = Array.from({ length: 40 }, (_, index) => ({ start: index * 22 + 3, end: index * 22 + 17 }))
  const video = await renderBare(source, keep, 'ntsc')
  expect(await readBarcodes(video)).toEqual(framesOf(keep))
  await expectSync(source, video, keep)
  const sound = await readSound(video)
  expect(Math.abs(sound.length - samplesAt(framesOf(keep).length, { num: 30_000, den: 1001 }))).toBeLessThan(1024)
})

test('with a variable frame rate each moment shows the last picture that the source had by then', async () => {
  const source = await barcodeRecording(join(folder, 'variable.mkv'), { frames: 500, seconds: 20, filter: `select='not(mod(n*n,7))+lt(mod(n,100),20)'` })
  expect(source.media.video?.isVariableRate).toBe(true)
  const { num, den } = source.media.grid
  const keep = [{ start: 20, end: 130 }, { start: 205, end: 330 }, { start: 340, end: Math.floor(19 * num / den) }]
  const video = await renderBare(source, keep, 'variable')
  const isThere = (n: number): boolean => n * n % 7 === 0 || n % 100 < 20
  const wanted = framesOf(keep).map(frame => {
    let shown = 499
    while (shown > 0 && !(isThere(shown) && Math.round((shown / 25 + source.media.video!.startSeconds) * num / den) <= frame)) shown--
    return shown
  })
  expect(await readBarcodes(video)).toEqual(wanted)
})

test('sound that outlasts the picture keeps the last picture, in every chunk', async () => {
  const source = await barcodeRecording(join(folder, 'long-sound.mp4'), { frames: 100, seconds: 30 })
  const keep = [{ start: 50, end: 300 }, { start: 500, end: 700 }]
  const numbers = await readBarcodes(await renderBare(source, keep, 'long-sound'))
  expect(numbers).toEqual(framesOf(keep).map(frame => Math.min(99, frame)))
})

test('a recording without sound becomes a video with a silent track of the same length', async () => {
  const source = await barcodeRecording(join(folder, 'silent.mp4'), { frames: 100, seconds: 4, hasSound: false })
  const video = await renderBare(source, [{ start: 10, end: 80 }], 'silent', null)
  const sound = await readSound(video)
  expect(Math.abs(sound.length - 70 * 1920)).toBeLessThan(1024)
  expect(sound.every(sample => Math.abs(sample) < 0.0001)).toBe(true)
})

test('picture and sound that begin late stay together', async () => {
  const { path } = await barcodeRecording(join(folder, 'early.mp4'), { frames: 250, seconds: 10 })
  const late = join(folder, 'late.mkv')
  await runFfmpeg(tools, {
    inputs: [{ path }, { path, options: ['-itsoffset', '1.2'] }],
    outputs: [{ path: late, options: ['-map', '0:v', '-map', '1:a', '-c', 'copy'] }],
  }, { signal, task: 'making a test clip' })
  const source = await readRecording(late)
  const keep = [{ start: 40, end: 120 }, { start: 150, end: 240 }]
  const video = await renderBare(source, keep, 'late')
  expect(await readBarcodes(video)).toEqual(framesOf(keep))
  await expectSync(source, video, keep)
})

async function renderBare(source: Recording, keep: EditPlan['keep'], name: string, sound: typeof loudness | null = loudness): Promise<string> {
  const fractions: number[] = []
  const { videoPath } = await render(
    { sourcePath: source.path, media: source.media, plan: barePlan(source, keep), loudness: sound, folder: join(folder, name), processes: 2 },
    { tools, browser, signal, report: fraction => fractions.push(fraction) })
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
  expect(fractions.at(-1)).toBeCloseTo(1, 5)
  return videoPath
}

function framesOf(keep: EditPlan['keep']): number[] {
  return keep.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, index) => start + index))
}

/** Each piece's sound lies in the output where its picture does, to a millisecond. */
async function expectSync({ path, media: { grid } }: Recording, video: string, pieces: EditPlan['keep']): Promise<void> {
  const [before, after] = [await readSound(path), await readSound(video)]
  const starts = new Map(keepOf(pieces).map(piece => [piece, samplesAt(piece.start, grid)]))
  const numbers = await readBarcodes(video)
  for (const [piece, sample] of starts) {
    const frames = numbers.indexOf(piece.start)
    const length = samplesAt(piece.end - piece.start, grid)
    // 3 ms fades at both ends; the rest of the piece is compared.
    const wanted = before.slice(sample + 400, sample + Math.min(length - 200, 5200))
    const from = samplesAt(frames, grid) + 400
    const match = matchSound(wanted, after.subarray(from - 240, from + wanted.length + 240), 0.005, 48_000)
    expect(match.likeness, `piece at frame ${piece.start}`).toBeGreaterThan(0.9)
    expect(Math.abs(match.lag), `piece at frame ${piece.start}`).toBeLessThan(0.001)
  }
}

function keepOf(pieces: EditPlan['keep']): EditPlan['keep'] {
  return pieces.filter(({ start, end }) => start > 0 && end - start >= 2)
}
