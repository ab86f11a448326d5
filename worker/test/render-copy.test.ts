import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { copiedFrames } from '../src/plan/copy-plan.ts'
import { copyParts, copyTasks, findCopies, type CopyWork } from '../src/stages/render-by-copy.ts'
import type { EncodedRuns } from '../src/tools/encode-runs.ts'
import { runFfmpeg } from '../src/tools/ffmpeg.ts'
import { joinFrames } from '../src/tools/join-video.ts'
import { joinedConfig, joinedFrames } from '../src/tools/joined-track.ts'
import { runLimited } from '../src/tools/run-limited.ts'
import { barcodeRecording, barePlan, lavfi, readBarcodes, signal, tools, type Recording } from './barcode-recording.ts'

let folder: string
let soundPath: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'f2l-copy-'))
  soundPath = join(folder, 'sound.m4a')
  await runFfmpeg(tools, { inputs: [{ path: 'anullsrc=d=1', options: lavfi }], outputs: [{ path: soundPath, options: ['-c:a', 'aac'] }] }, { signal, task: 'making a test clip' })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const x264 = (params: string): string[] => ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '16', '-pix_fmt', 'yuv420p', '-x264-params', `scenecut=0:${params}`]

test.each([
  ['12 frames', '25', 'keyint=12:min-keyint=12'],
  ['30 frames without B-frames', '25', 'keyint=30:min-keyint=30:bframes=0'],
  ['60 frames with a pyramid of 8 B-frames', '30000/1001', 'keyint=60:min-keyint=60:bframes=8:b-pyramid=normal:b-adapt=0:ref=4'],
])('groups of %s, cut at every kind of place, are copied to the frame', async (name, rate, params) => {
  const group = Number(/keyint=(\d+)/.exec(params)![1])
  const at = (groups: number, more = 0): number => groups * group + more
  const frames = at(12) + 5
  const source = await barcodeRecording(join(folder, `${name}.mp4`), { frames, rate, seconds: 1, codec: x264(params), hasSound: false })
  const keep = [
    { start: 0, end: at(2) }, { start: at(3), end: at(4, 1) }, { start: at(5, 1), end: at(7, -1) }, { start: at(8, -1), end: at(9, 7) },
    // Two cuts in one group.
    { start: at(9, 8), end: at(9, 9) }, { start: at(10, 3), end: at(10, 5) }, { start: at(10, 7), end: frames },
  ]
  const { video, work } = await copy(source, keep, name)
  expect(await readBarcodes(video)).toEqual(framesOf(keep))
  expect(copiedFrames(work.plan)).toBeGreaterThan(4 * group)
})

interface Copied { video: string; work: CopyWork }

/** The output by copying alone, whatever it costs: in clips as small as these it never pays. */
async function copy(source: Recording, keep: EditPlan['keep'], name: string): Promise<Copied> {
  const plan = barePlan(source, keep)
  const input = { sourcePath: source.path, media: source.media, plan, folder, ffmpegVersion: 'test' }
  const work = await findCopies(input, tools, signal)
  if (!work) throw new Error('nothing can be copied')
  const made: EncodedRuns[] = []
  await runLimited(copyTasks(work, input, null, made, tools), 2, signal, () => undefined)
  const video = join(folder, `${name}-copied.mp4`)
  const parts = copyParts(work, 0, made)
  await joinFrames({ avcConfig: joinedConfig(parts), ...plan.layout, frameRate: plan.frameRate }, joinedFrames(parts, signal), { soundPath, frameRate: plan.frameRate, title: '', chapters: [], outputSeconds: 1 }, folder, video, tools, signal)
  return { video, work }
}

function framesOf(keep: EditPlan['keep']): number[] {
  return keep.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, index) => start + index))
}
