import { createReadStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { FrameSpan } from '@f2l/common/contracts/span.ts'
import { AppError } from '@f2l/common/errors.ts'
import { mergeAvcConfigs, parseAvcConfig, type AvcConfig } from './avc-config.ts'
import type { AvcColour, AvcSource } from './avc-source.ts'
import { chunkHash, type Graph } from './chunk-graph.ts'
import { runFfmpeg, type FfmpegTools } from './ffmpeg.ts'
import { readFlv } from './flv-stream.ts'
import { fragmentedMp4, type TimedFrame } from './fragmented-mp4.ts'
import { isThere } from './is-there.ts'
import type { TrackFile } from './joined-track.ts'
import { selectTree } from './select-tree.ts'
import { softwareEncoder } from './video-encoder.ts'

export interface EncodedRuns { file: TrackFile; isReused: boolean }

export interface RunsJob {
  graph: Graph
  /** Read by the input `pipe:0`, where there is one. */
  input?: (signal: AbortSignal) => AsyncGenerator<Uint8Array>
  /** What the input holds: part of the chunk's name. */
  inputHash: string
  /** Frames of each run; each begins with an IDR picture. */
  runLengths: number[]
  frameRate: EditPlan['frameRate']
  /** Must look as what is copied beside it. */
  colour: AvcColour
  /** Of sequence and picture parameter set: another than the copied packets use. */
  setId: number
  ffmpegVersion: string
  folder: string
}

interface FeedShape { width: number; height: number; frameRate: EditPlan['frameRate'] }
export interface RunsFeed { packets: readonly FrameSpan[]; wanted: readonly FrameSpan[]; before: number }

/**
 * Encodes stretches that will stand beside copied packets in one track, unless the folder already holds exactly these.
 * @throws AppError `render.ffmpeg_failed`, also when what came out is not what was asked for
 */
export async function encodeRuns(job: RunsJob, { tools, signal, onProgress }: { tools: FfmpegTools; signal: AbortSignal; onProgress(seconds: number): void }): Promise<EncodedRuns> {
  const options = encoderOptions(job)
  const name = `runs-${chunkHash([job.graph.inputs.map(({ path, options: own }) => [path.split('/').at(-1), own]), job.graph.graph, job.inputHash, options, job.ffmpegVersion])}.flv`
  const path = join(job.folder, name)
  if (await isThere(path)) return { file: await readRuns(path, job), isReused: true }
  const part = join(job.folder, `${name}.${process.pid}.part`)
  try {
    await runFfmpeg(tools, {
      inputs: job.graph.inputs, graph: job.graph.graph, outputs: [{ path: part, options }],
    }, { signal, task: 'rendering the picture', onProgress, ...(job.input ? { input: job.input(signal) } : {}) })
    await readRuns(part, job)
    await rename(part, path)
  } finally {
    await rm(part, { force: true })
  }
  return { file: await readRuns(path, job), isReused: false }
}

/** Source packets that are needed, one behind the other. */
export function feedSource(source: AvcSource, { packets }: RunsFeed, { width, height, frameRate }: FeedShape, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  return fragmentedMp4({ avcConfig: mergeAvcConfigs([source.config])!, width, height, frameRate }, fedFrames(source, packets, signal))
}

async function* fedFrames(source: AvcSource, packets: readonly FrameSpan[], signal: AbortSignal): AsyncGenerator<TimedFrame> {
  const order = shownOrder(packets.flatMap(({ start, end }) => [...source.frames.subarray(start, end)]))
  let fed = 0
  for await (const { index, data } of source.open(packets[0]!.start, signal)) {
    if (index >= packets.at(-1)!.end) return
    if (!packets.some(({ start, end }) => index >= start && index < end)) continue
    yield { data, decodedAt: fed, shownAt: order[fed]! + longestDelay, isKey: fed === 0 }
    fed++
  }
}

/** Frames that H.264 lets a decoder hold back at most. */
const longestDelay = 16

/** Cuts the wanted frames out of what was fed; the first and the last stay for as long as they are asked for. */
export function runsGraph({ wanted, before }: RunsFeed, { num, den }: EditPlan['frameRate']): Graph {
  const hold = `tpad=${before > 0 ? `start=${before}:start_mode=clone:` : ''}stop=-1:stop_mode=clone`
  return {
    inputs: [{ path: 'pipe:0', options: ['-threads', '1', '-f', 'mp4'] }],
    graph: `[0:v]select='${selectTree(wanted)}',settb=${den}/${num},setpts=N,${hold},setpts=N[v]`,
  }
}

function encoderOptions({ runLengths, frameRate: { num, den }, colour, setId }: RunsJob): string[] {
  let at = 0
  const starts = runLengths.map(length => { at += length; return at - length })
  const tags = [['-colorspace', colour.space], ['-color_primaries', colour.primaries], ['-color_trc', colour.transfer]] as const
  return [
    '-map', '[v]', '-an', '-frames:v', String(at), '-fps_mode', 'passthrough', ...softwareEncoder.arguments, '-pix_fmt', 'yuv420p',
    ...tags.flatMap(([option, value]) => value === null ? [] : [option, value]),
    // Half a frame early, so that rounding of times cannot move a border.
    '-force_key_frames', starts.map(start => Math.max(0, (start - 0.5) * den / num).toFixed(6)).join(','),
    '-x264opts', `sps-id=${setId}`, '-bitexact', '-flvflags', 'no_duration_filesize', '-f', 'flv',
  ]
}

async function readRuns(path: string, { runLengths }: RunsJob): Promise<TrackFile> {
  const times: number[] = []
  const groupStarts: number[] = []
  let config: AvcConfig | null = null
  for await (const packet of readFlv(createReadStream(path))) {
    if (packet.kind === 'config') config = parseAvcConfig(packet.record)
    else {
      if (isIdr(packet.data)) groupStarts.push(times.length)
      times.push(packet.shownAt)
    }
  }
  const frames = shownOrder(times)
  const wanted = runLengths.reduce((sum, length) => sum + length, 0)
  if (!config || times.length !== wanted || !beginsWithGroups(runLengths, groupStarts, frames)) {
    throw new AppError('render.ffmpeg_failed', 'Rendering the picture did not work: frames are missing. Trying again may help.', { cause: new Error(`${times.length} of ${wanted} frames`) })
  }
  return { config, frames, groupStarts: Int32Array.from(groupStarts), open: (from, signal) => packetsOf(path, from, signal) }
}

async function* packetsOf(path: string, from: number, signal: AbortSignal): AsyncGenerator<{ index: number; data: Buffer }> {
  let index = 0
  for await (const packet of readFlv(createReadStream(path, { signal }))) {
    if (packet.kind === 'frame' && index++ >= from) yield { index: index - 1, data: packet.data }
  }
}

/** Every run begins with an IDR picture and shows all its frames before the next does. */
function beginsWithGroups(runLengths: number[], groupStarts: number[], frames: Int32Array): boolean {
  let at = 0
  return runLengths.every(length => {
    const start = at
    at += length
    return groupStarts.includes(start) && frames[start] === start && frames.subarray(start, at).every(frame => frame >= start && frame < at)
  })
}

/** Each packet's place in the order of times. */
function shownOrder(times: readonly number[]): Int32Array {
  const order = new Int32Array(times.length)
  for (const [place, index] of Array.from(times.keys()).sort((a, b) => times[a]! - times[b]!).entries()) order[index] = place
  return order
}

/** Length-prefixed NAL units; type 5 is a slice of an IDR picture. */
function isIdr(data: Buffer): boolean {
  for (let at = 0; at + 4 < data.length; at += 4 + data.readUInt32BE(at)) if ((data[at + 4]! & 31) === 5) return true
  return false
}
