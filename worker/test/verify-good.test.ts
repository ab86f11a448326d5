import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { Check } from '@f2l/common/contracts/report.ts'
import { writeVtt } from '@f2l/common/transcript-formats/write-captions.ts'
import { captionsOf } from '@f2l/common/captions/caption-lines.ts'
import { layoutFor } from '../src/plan/layout.ts'
import { render } from '../src/stages/render.ts'
import { FailedChecks, verify } from '../src/stages/verify.ts'
import { decodeSound } from '../src/tools/audio-pcm.ts'
import { runFfmpeg } from '../src/tools/ffmpeg.ts'
import { barcodeRecording, barePlan, lavfi, readRecording, signal, tools, type Recording } from './barcode-recording.ts'
import { shareBrowser } from './shared-browser.ts'

const browser = shareBrowser()
let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'f2l-good-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

const small = { width: 640, height: 360, picture: { x: 40, y: 22, width: 560, height: 314 }, cornerRadius: 9, background: { from: '#eef1f8', to: '#cfd8ea' } }

test('sound without picture', async () => {
  const source = await make('talk.wav', { inputs: [speech(6)], options: ['-ac', '1'] })
  const show = (text: string) => ({ kind: 'initials', text, colour: '#15803d' }) as const
  await expectGood(source, barePlan(source, [{ start: 10, end: 60 }, { start: 80, end: 150 }], {
    layout: { ...layoutFor({ width: 0, height: 0 }, true) }, titleCard: { title: 'Talk', subtitle: '', people: [], frames: 10 },
    bubble: [{ frames: { start: 0, end: 70 }, speaker: 'Ann Bee', show: show('AB') }, { frames: { start: 70, end: 150 }, speaker: 'Cy Dee', show: show('CD') }],
  }))
})

test('a screen that never changes, with sound that is silent for long', async () => {
  const source = await make('still.mp4', { inputs: [{ path: 'smptehdbars=s=640x360:r=25:d=12', options: lavfi }, speech(4)], options: ['-af', 'apad', '-t', '12', '-g', '250'] })
  await expectGood(source, barePlan(source, [{ start: 0, end: 120 }, { start: 200, end: 300 }], { layout: { ...small, bubble: null } }))
})

test('a picture without sound', async () => {
  const source = await make('mute.mp4', { inputs: [{ path: 'testsrc2=s=320x240:r=30000/1001:d=5', options: lavfi }], options: [] })
  await expectGood(source, barePlan(source, [{ start: 0, end: 60 }, { start: 90, end: 150 }], { layout: { ...small, bubble: null } }))
})

test('a changing frame rate as low as two a second, in a container that does not begin at zero', async () => {
  const source = await make('share.ts', {
    inputs: [{ path: 'testsrc2=s=320x180:r=25:d=10', options: lavfi }, speech(10)],
    options: ['-vf', `select='if(lt(t,5),not(mod(n,12)),not(mod(n,3)))'`, '-fps_mode', 'passthrough', '-g', '20', '-c:a', 'aac'],
  })
  const { frames } = source.media.grid
  await expectGood(source, barePlan(source, [{ start: 3, end: Math.round(frames * 0.45) }, { start: Math.round(frames * 0.6), end: frames }], { layout: { ...small, bubble: null } }))
})

test('a bubble that is cut out of a tile of sixty points, at each of its places', async () => {
  const source = await make('tiles.mp4', { inputs: [{ path: 'color=gray:s=128x72:r=25:d=4,noise=alls=100,eq=contrast=8,scale=640:360', options: lavfi }], options: ['-g', '25', '-pix_fmt', 'yuv420p'] })
  const crops = [{ x: 286, y: 146 }, { x: 334, y: 178 }, { x: 310, y: 122 }]
  await expectGood(source, barePlan(source, [{ start: 0, end: 96 }], {
    layout: layoutFor({ width: 640, height: 360 }, true),
    bubble: crops.map((corner, index) => ({ frames: { start: 32 * index, end: 32 * index + 32 }, speaker: null, show: { kind: 'face', crop: { ...corner, width: 60, height: 60 } } })),
  }))
})

test('burned captions in other scripts, beside a bubble, over a full picture', async () => {
  const source = await barcodeRecording(join(folder, 'burned.mp4'), { frames: 150, seconds: 6 })
  await expectGood(source, barePlan(source, [{ start: 5, end: 140 }], {
    captions: 'burned', layout: layoutFor({ width: 192, height: 108 }, true),
    cues: [{ start: 0.5, end: 3, speaker: 'Zoë', text: 'A line that is rather long, and so it must be broken where it makes sense.' }, { start: 3, end: 5.5, speaker: 'שלום', text: 'Ωμέγα и ещё немного слов, {\\an8} 50% <b>' }],
    bubble: [{ frames: { start: 0, end: 150 }, speaker: 'Zoë', show: { kind: 'initials', text: 'Z', colour: '#3b5bdb' } }],
  }))
})

test('a film of 10 bits in BT.601 colours, twice as many rows as points are wide', async () => {
  const source = await make('deep.mp4', {
    inputs: [{ path: 'testsrc2=s=360x480:r=50:d=4', options: lavfi }, speech(4)],
    options: ['-pix_fmt', 'yuv420p10le', '-vf', 'setsar=16/9', '-colorspace', 'smpte170m', '-g', '50'],
  })
  await expectGood(source, barePlan(source, [{ start: 0, end: Math.floor(source.media.grid.frames * 0.4) }, { start: Math.floor(source.media.grid.frames * 0.5), end: source.media.grid.frames }], { layout: layoutFor(source.media.video!, false) }))
})

test('a caption that reaches out of the picture is refused by captions-fit', async () => {
  const source = await barcodeRecording(join(folder, 'wide.mp4'), { frames: 50, seconds: 2 })
  const plan = barePlan(source, [{ start: 0, end: 50 }], { captions: 'burned', cues: [{ start: 0, end: 2, speaker: null, text: 'No room beside the bubble, and none above it' }],
    layout: { ...small, width: 300, height: 640, picture: { x: 0, y: 200, width: 300, height: 168 }, bubble: { corner: 'bottom-left', box: { x: 0, y: 0, width: 300, height: 640 } } },
  })
  expect((await checksOf(source, plan)).filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(['captions-fit'])
})

function speech(seconds: number): { path: string; options: string[] } {
  return { path: `anoisesrc=d=${seconds}:c=pink:a=0.5:r=48000:seed=5,volume='if(lt(mod(t,0.9),0.7),1,0.02)':eval=frame`, options: lavfi }
}

async function make(name: string, { inputs, options }: { inputs: { path: string; options: string[] }[]; options: string[] }): Promise<Recording> {
  const path = join(folder, name)
  await runFfmpeg(tools, { inputs, outputs: [{ path, options: [...(name.endsWith('.wav') ? [] : ['-c:v', 'libx264', '-preset', 'ultrafast']), ...options] }] }, { signal, task: 'making a test clip' })
  return readRecording(path)
}

async function expectGood(source: Recording, plan: EditPlan): Promise<void> {
  expect((await checksOf(source, plan)).filter(({ ok }) => !ok)).toEqual([])
}

async function checksOf({ path, media }: Recording, plan: EditPlan): Promise<Check[]> {
  const loudness = media.audio ? await decodeSound(tools, { path, streamIndex: media.audio.streamIndex, signal, onSamples: () => undefined }) : null
  const work = `${path}-work`
  const { videoPath } = await render({ sourcePath: path, media, plan, loudness, folder: work, processes: 2 }, { tools, browser, signal, report: () => undefined })
  const captionsPath = `${path}.vtt`
  await writeFile(captionsPath, writeVtt(captionsOf(plan).map(({ lines, ...cue }) => ({ ...cue, text: lines.join('\n') }))))
  return verify({ videoPath, sourcePath: path, media, plan, loudness, captionsPath }, { tools, browser: { ...browser, executablePath: '/no/browser' }, signal, report: () => undefined })
    .then(({ checks }) => checks, (error: unknown) => { if (error instanceof FailedChecks) return error.checks; throw error })
}
