import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { editPlan } from '@f2l/common/contracts/edit-plan.ts'
import { makeTimeMap } from '@f2l/common/contracts/time-map.ts'
import { bareTranscode, convert, reportIn } from './bare-and-convert.ts'
import { loopedMeeting, smallMeeting, type MeetingInput } from './meeting-input.ts'
import type { Cost } from './measure.ts'
import { atMost, exactly, type Row } from './row.ts'
import { syncAtCuts } from './sync-at-cuts.ts'

export interface LongBench {
  ffmpeg: string
  /** All lengths and numbers of cuts are multiplied by this: 1 for the figures, little to see that it works. */
  scale: number
  say(line: string): void
}

/** What may grow with the length of a meeting or the number of its cuts. */
export async function benchLong(short: MeetingInput, folder: string, bench: LongBench): Promise<Row[]> {
  return [...await benchOneHour(short, folder, bench), await benchFourHours(folder, bench), await benchSync(folder, bench)]
}

const cutEverySeconds = 4.5
const cutSeconds = 0.6

async function benchOneHour(short: MeetingInput, folder: string, { ffmpeg, scale, say }: LongBench): Promise<Row[]> {
  const length = 3600 * scale
  const input = await loopedMeeting(short, length, 'one-hour', folder, ffmpeg)
  const cuts = Array.from({ length: Math.round(800 * scale) }, (_, index) => ({ start: index * cutEverySeconds + 1, end: index * cutEverySeconds + 1 + cutSeconds }))
  const options = (wanted: typeof cuts): string[] => ['--trim', 'off', '--cache', join(folder, 'cache'), ...wanted.flatMap(({ start, end }) => ['--cut', `${start.toFixed(2)}-${end.toFixed(2)}`])]
  say(`${inMinutes(length)} with ${cuts.length} cuts …`)
  const transcode = await bareTranscode(ffmpeg, input.path, join(folder, 'hour-bare.mp4'))
  const ours = await convert(input, join(folder, 'hour'), options(cuts), true)
  say('one of them undone …')
  await convert(input, join(folder, 'hour-again'), options(cuts.toSpliced(cuts.length >> 1, 1)))
  const seconds = async (name: string): Promise<number> => (await reportIn(join(folder, name))).timings['render'] ?? Number.NaN
  const [whole, again] = [await seconds('hour'), await seconds('hour-again')]
  return [
    exactly(cuts.length, `${inMinutes(length)} with ${cuts.length} cuts: how many are cut in its time map`, await cutsThatHold(join(folder, 'hour'), cuts)),
    atMost(1, `${inMinutes(length)} with ${cuts.length} cuts: CPU / its own bare transcode`, ours.cpuSeconds / transcode.cpuSeconds, `${ours.cpuSeconds.toFixed(0)} s / ${transcode.cpuSeconds.toFixed(0)} s`),
    atMost(0.05, `render of ${inMinutes(length)} after one undone cut / its full render, wall`, again / whole, `${again.toFixed(1)} s / ${whole.toFixed(1)} s`),
    memoryRow(`${inMinutes(length)}, 720p`, ours),
  ]
}

/** Cuts whose middle is gone while what lies half-way to the next is there. */
async function cutsThatHold(folder: string, cuts: { start: number; end: number }[]): Promise<number> {
  const map = makeTimeMap(editPlan.parse(JSON.parse(await readFile(join(folder, 'plan.json'), 'utf8'))))
  return cuts.filter(({ start, end }) => !map.isKept((start + end) / 2) && map.isKept(end + (cutEverySeconds - cutSeconds) / 2)).length
}

async function benchFourHours(folder: string, { ffmpeg, scale, say }: LongBench): Promise<Row> {
  const length = 14_400 * scale
  const input = await loopedMeeting(await smallMeeting(folder, ffmpeg), length, 'four-hours', folder, ffmpeg)
  say(`${inMinutes(length)} of small pictures …`)
  return memoryRow(`${inMinutes(length)}, 360p of 10 pictures a second`, await convert(input, join(folder, 'four-hours'), [], true))
}

async function benchSync(folder: string, { ffmpeg, scale, say }: LongBench): Promise<Row> {
  const cuts = Math.round(1000 * scale)
  say(`flashes and beeps around ${cuts} cuts …`)
  const { found, pieces, worstFrames } = await syncAtCuts(cuts, folder, ffmpeg)
  const row = atMost(1, `picture and sound apart at ${cuts} cuts, most frames`, worstFrames, `a flash and a beep in ${found} of ${pieces} pieces`)
  return { ...row, holds: row.holds && found === pieces }
}

function memoryRow(what: string, { peakBytes }: Cost): Row {
  return atMost(500, `peak memory of all processes together, ${what}, in MB`, peakBytes === null ? null : peakBytes / 1e6)
}

function inMinutes(seconds: number): string {
  return `${Math.round(seconds / 6) / 10} min`
}
