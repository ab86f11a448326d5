import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { childEnvironment } from '../worker/src/tools/child-environment.ts'
import { makeFfmpegTools } from '../worker/src/tools/ffmpeg.ts'
import { bareTranscode, convert, reportIn } from './bare-and-convert.ts'
import { benchLong } from './long-meetings.ts'
import { fiveMinutes, tenSeconds, type MeetingInput } from './meeting-input.ts'
import { measure, measureOurs, median, type Cost } from './measure.ts'
import { onPath } from './on-path.ts'
import { remotionPeer, type DrawCost, type RemotionPeer } from './remotion-peer.ts'
import { atLeast, atMost, type Row } from './row.ts'

const analyseProgram = fileURLToPath(new URL('analyse.main.ts', import.meta.url))

export interface RenderBench {
  ffmpeg: string
  ffprobe: string
  /** Interleaved runs of which the medians are taken. */
  runs: number
  /** Also an hour with 800 cuts, four hours, and 1000 cuts: their lengths are multiplied by this; null: without them. */
  longScale: number | null
  processes: number
  /** Told what is being done. */
  say(line: string): void
}

/** Speed and cost of the engine as ratios to a bare transcode, to auto-editor and to Remotion, of the same input in the same run. */
export async function benchRender(bench: RenderBench): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'f2l-bench-'))
  try {
    bench.say('making five minutes of meeting …')
    const input = await fiveMinutes(folder, bench.ffmpeg)
    const rows = [...await benchFiveMinutes(input, folder, bench), await benchRemotion(input, folder, bench)]
    return bench.longScale === null ? rows : [...rows, ...await benchLong(input, folder, { ...bench, scale: bench.longScale })]
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
    costs.bare.push(await bareTranscode(ffmpeg, input.path, `${out}-bare.mp4`))
    costs.ours.push(await convert(input, `${out}-ours`, ['--captions', 'burned']))
    known.push(secondsUntilPlan(await reportIn(`${out}-ours`)))
    costs.plain.push(await convert(input, `${out}-plain`, ['--look', 'plain']))
    costs.analyse.push(await analysisAlone(input, out))
    if (autoEditor) costs.peer.push(await measure(autoEditor, [input.path, '--no-open', '-o', `${out}-peer.mp4`]))
  }
  say('looking at memory …')
  const memory = await convert(input, join(folder, 'memory'), ['--captions', 'burned'], true)
  return rowsOf(costs, known, input, memory)
}

/** The stages of analysis without what a program needs to begin and to find out what is in the file. */
async function analysisAlone({ path, transcriptPath }: MeetingInput, out: string): Promise<Cost> {
  const before = await measureOurs(analyseProgram, [path, transcriptPath])
  const all = await measureOurs(analyseProgram, [path, transcriptPath, out])
  return { wallSeconds: all.wallSeconds - before.wallSeconds, cpuSeconds: all.cpuSeconds - before.cpuSeconds, peakBytes: null }
}

function rowsOf({ bare, ours, plain, analyse, peer }: Runs, known: number[], { seconds }: MeetingInput, memory: Cost): Row[] {
  const isThere = peer.length > 0
  return [
    atMost(1, 'whole convert of 5 min of 720p with frame, bubble and burnt captions: CPU / bare transcode', ratio(ours, bare, cpu), medians(ours, bare, cpu)),
    atMost(1, 'the same: wall / bare transcode', ratio(ours, bare, wall), medians(ours, bare, wall)),
    atMost(0.4, 'whole convert to the plain look (nothing burnt in): CPU / bare transcode', ratio(plain, bare, cpu), medians(plain, bare, cpu)),
    atMost(0.6, 'whole convert: CPU / auto-editor doing only its silence cut', isThere ? ratio(ours, peer, cpu) : null, isThere ? medians(ours, peer, cpu) : 'auto-editor is not installed: apt-get install auto-editor'),
    atMost(0.02, 'time until the cuts are known / length of the meeting', median(known) / seconds, `${median(known).toFixed(1)} s of ${seconds} s`),
    atMost(0.1, 'analysis (speech, loudness, faces, screen): CPU / bare transcode', ratio(analyse, bare, cpu), medians(analyse, bare, cpu)),
    atMost(500, 'peak memory of all processes together, 5 min, in MB', memory.peakBytes === null ? null : memory.peakBytes / 1e6),
  ]
}

const remotionRow = 'Remotion drawing the same picture for 10 s: wall / our render of it'

async function benchRemotion(input: MeetingInput, folder: string, { ffmpeg, ffprobe, processes, runs, say }: RenderBench): Promise<Row> {
  const browser = { executablePath: process.env['PUPPETEER_EXECUTABLE_PATH'] ?? '', environment: childEnvironment(process.env), isRoot: process.getuid?.() === 0 }
  const tools = { ffmpeg: makeFfmpegTools({ FFMPEG_PATH: ffmpeg, FFPROBE_PATH: ffprobe }, process.env), browser, processes }
  const peer = await remotionPeer(() => tenSeconds(folder, ffmpeg, input), join(folder, 'remotion'), tools)
  if (peer === null) return atLeast(15, remotionRow, null, 'Remotion is not installed: npm install --prefix bench/remotion (its licence is its own: remotion.dev/license)')
  say('drawing ten seconds with Remotion …')
  return remotionRowOf(await interleaved(peer, runs))
}

async function interleaved(peer: RemotionPeer, runs: number): Promise<{ ours: DrawCost[]; theirs: DrawCost[] }> {
  const costs = { ours: [] as DrawCost[], theirs: [] as DrawCost[] }
  for (let run = 1; run <= runs; run++) {
    costs.ours.push(await peer.ours())
    costs.theirs.push(await peer.theirs())
  }
  return costs
}

/** Both sides with sound and encoding, and without what comes before the first picture: their bundle and browser, our stills. */
function remotionRowOf({ ours, theirs }: { ours: DrawCost[]; theirs: DrawCost[] }): Row {
  const draw = (cost: DrawCost): number => cost.drawSeconds
  const whole = (cost: DrawCost): number => cost.drawSeconds + cost.startSeconds
  const detail = `${medians(theirs, ours, draw)}; with the start of its browser and the drawing of our stills ${ratio(theirs, ours, whole).toFixed(1)}: ${medians(theirs, ours, whole)}; without its bundling`
  return atLeast(15, remotionRow, ratio(theirs, ours, draw), detail)
}

function cpu(cost: Cost): number {
  return cost.cpuSeconds
}

function wall(cost: Cost): number {
  return cost.wallSeconds
}

/** Of each run, then their median: what slows one run down slows both sides. */
function ratio<T>(a: T[], b: T[], of: (cost: T) => number): number {
  return median(a.map((cost, index) => of(cost) / of(b[index]!)))
}

function medians<T>(a: T[], b: T[], of: (cost: T) => number): string {
  return `${median(a.map(of)).toFixed(1)} s / ${median(b.map(of)).toFixed(1)} s`
}

function secondsUntilPlan({ timings }: { timings: Record<string, number> }): number {
  return ['ingest', 'probe', 'transcript', 'analyse', 'plan'].reduce((sum, stage) => sum + (timings[stage] ?? 0), 0)
}
