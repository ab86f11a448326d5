import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fiveMinutes, oneHour, type MeetingInput } from './meeting-input.ts'
import { measure, median, type Cost } from './measure.ts'
import type { Row } from './row.ts'

const convertProgram = fileURLToPath(new URL('../worker/src/convert.main.ts', import.meta.url))
const analyseProgram = fileURLToPath(new URL('analyse.main.ts', import.meta.url))

export interface RenderBench {
  ffmpeg: string
  /** Interleaved runs of which the medians are taken. */
  runs: number
  /** Also an hour with 800 cuts: takes most of an hour itself. */
  isLong: boolean
  /** Told what is being done. */
  say(line: string): void
}

/** Speed and cost of the engine as ratios to a bare transcode, and to auto-editor, of the same input in the same run. */
export async function benchRender(bench: RenderBench): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'f2l-bench-'))
  try {
    bench.say('making five minutes of meeting …')
    const input = await fiveMinutes(folder, bench.ffmpeg)
    const rows = await benchFiveMinutes(input, folder, bench)
    return bench.isLong ? [...rows, ...await benchOneHour(await oneHour(folder, bench.ffmpeg, input), folder, bench)] : rows
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type Runs = Record<'bare' | 'ours' | 'plain' | 'analyse' | 'peer', Cost[]>

async function benchFiveMinutes(input: MeetingInput, folder: string, { ffmpeg, runs, say }: RenderBench): Promise<Row[]> {
  const costs: Runs = { bare: [], ours: [], plain: [], analyse: [], peer: [] }
  const known: number[] = []
  const autoEditor = onPath('auto-editor')
  for (let run = 1; run <= runs; run++) {
    say(`run ${run} of ${runs} …`)
    const out = join(folder, `run-${run}`)
    costs.bare.push(await bare(ffmpeg, input.path, `${out}-bare.mp4`))
    costs.ours.push(await convert(input, `${out}-ours`, ['--captions', 'burned']))
    known.push(secondsUntilPlan(await reportIn(`${out}-ours`)))
    costs.plain.push(await convert(input, `${out}-plain`, ['--look', 'plain']))
    costs.analyse.push(await measure(process.execPath, [analyseProgram, input.path, input.transcriptPath, out]))
    if (autoEditor) costs.peer.push(await measure(autoEditor, [input.path, '--no-open', '-o', `${out}-peer.mp4`]))
  }
  say('looking at memory …')
  const memory = await convert(input, join(folder, 'memory'), ['--captions', 'burned'], true)
  return rowsOf(costs, known, input, memory)
}

function rowsOf({ bare, ours, plain, analyse, peer }: Runs, known: number[], { seconds }: MeetingInput, memory: Cost): Row[] {
  const cpu = (cost: Cost): number => cost.cpuSeconds
  const wall = (cost: Cost): number => cost.wallSeconds
  const ratio = (a: Cost[], b: Cost[], of: (cost: Cost) => number): number => median(a.map((cost, index) => of(cost) / of(b[index]!)))
  return [
    row('whole convert of 5 min of 720p with frame, bubble and burnt captions: CPU / bare transcode', 1, ratio(ours, bare, cpu)),
    row('the same: wall / bare transcode', 1, ratio(ours, bare, wall)),
    row('whole convert to the plain look (nothing burnt in): CPU / bare transcode', 0.4, ratio(plain, bare, cpu)),
    row('whole convert: CPU / auto-editor doing only its silence cut', 0.6, peer.length > 0 ? ratio(ours, peer, cpu) : null, peer.length > 0 ? undefined : 'auto-editor is not installed (apt-get install auto-editor)'),
    row('time until the cuts are known / length of the meeting', 0.02, median(known) / seconds),
    row('analysis (speech, loudness, faces, screen): CPU / bare transcode', 0.1, ratio(analyse, bare, cpu)),
    row('peak memory of all processes together, 5 min, in MB', 500, memory.peakBytes === null ? null : memory.peakBytes / 1e6),
  ]
}

async function benchOneHour(input: MeetingInput, folder: string, { ffmpeg, say }: RenderBench): Promise<Row[]> {
  say('an hour with 800 cuts, and one of them undone …')
  const cuts = Array.from({ length: 800 }, (_, index) => `${(index * 4.5 + 1).toFixed(2)}-${(index * 4.5 + 1.6).toFixed(2)}`)
  const options = (kept: string[]): string[] => ['--trim', 'off', '--cache', join(folder, 'cache'), ...kept.flatMap(cut => ['--cut', cut])]
  const transcode = await bare(ffmpeg, input.path, join(folder, 'hour-bare.mp4'))
  const ours = await convert(input, join(folder, 'hour'), options(cuts), true)
  await convert(input, join(folder, 'hour-again'), options(cuts.filter((_, index) => index !== 400)))
  const seconds = async (name: string): Promise<number> => (await reportIn(join(folder, name))).timings['render'] ?? Number.NaN
  return [
    row('an hour with 800 cuts: CPU / its own bare transcode', 1, ours.cpuSeconds / transcode.cpuSeconds),
    row('render after one undone cut of an hour / its full render, wall', 0.05, await seconds('hour-again') / await seconds('hour')),
    row('peak memory of all processes together, an hour, in MB', 500, ours.peakBytes === null ? null : ours.peakBytes / 1e6),
  ]
}

function row(name: string, most: number, figure: number | null, detail?: string): Row {
  return { measure: name, goal: `≤ ${most}`, figure: figure === null ? null : Number(figure.toFixed(figure < 10 ? 3 : 0)), holds: figure === null ? null : figure <= most, ...(detail === undefined ? {} : { detail }) }
}

function bare(ffmpeg: string, input: string, output: string): Promise<Cost> {
  return measure(ffmpeg, ['-y', '-nostdin', '-v', 'error', '-i', input, '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-c:a', 'aac', output])
}

function convert({ path, transcriptPath }: MeetingInput, out: string, options: string[], withMemory = false): Promise<Cost> {
  return measure(process.execPath, [convertProgram, path, '--transcript', transcriptPath, '--out', out, ...options], { withMemory })
}

interface Timed { timings: Record<string, number> }

async function reportIn(folder: string): Promise<Timed> {
  return JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as Timed
}

function secondsUntilPlan({ timings }: Timed): number {
  return ['ingest', 'probe', 'transcript', 'analyse', 'plan'].reduce((sum, stage) => sum + (timings[stage] ?? 0), 0)
}

function onPath(program: string): string | undefined {
  return (process.env['PATH'] ?? '').split(delimiter).map(folder => join(folder, program)).find(path => existsSync(path))
}
