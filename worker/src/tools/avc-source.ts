import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { AppError } from '@f2l/common/errors.ts'
import { parseAvcConfig, type AvcConfig } from './avc-config.ts'
import { readFfmpeg, runFfprobe, type FfmpegTools } from './ffmpeg.ts'
import { readFlv, type FlvPacket } from './flv-stream.ts'
import type { TrackFile } from './joined-track.ts'

export interface AvcTrack { path: string; streamIndex: number }
type Grid = EditPlan['frameRate']

/** An H.264 track whose packets are known by number; nothing is decoded. */
export interface AvcSource extends TrackFile {
  bytes: number
  colour: AvcColour
}

/** ffmpeg's names; null where the stream does not say. */
export interface AvcColour { space: string | null; primaries: string | null; transfer: string | null }

/** Profiles that every browser plays: Baseline, Main and High, without their interlaced, 10-bit and 4:2:2 kin. */
const playedProfiles = ['Constrained Baseline', 'Baseline', 'Main', 'High']
/** 5.1: what phones and browsers decode in hardware. */
const highestLevel = 51
/** Packets are read this much later than they are, so that none lies before 0, where FLV has no times. */
const offsetMs = 600_000
/** Containers are sought by decode times, which lie a little before the times of showing. */
const seekEarlySeconds = 1
/** Share of a frame that a time may lie beside its place on the grid. */
const mostJitter = 0.25

/**
 * Reads an H.264 track whose packets can stand in an MP4 beside packets of ours.
 * @returns why it cannot be read so, in a few words for the log, where it cannot
 */
export async function readAvcSource(tools: FfmpegTools, track: AvcTrack, grid: Grid, signal: AbortSignal): Promise<AvcSource | string> {
  const described = await describe(tools, track, signal)
  if (typeof described === 'string') return described
  const index = await readIndex(tools, track, grid, signal)
  if (typeof index === 'string') return index
  return { ...index, colour: described, open: (from, stop) => packetsFrom(tools, { track, grid, frames: index.frames, from }, stop) }
}

/** All packets of the track in decode order, the configuration first; `seconds` in, from a key frame at or before it. */
function avcPackets(tools: FfmpegTools, { path, streamIndex }: AvcTrack, seconds: number, signal: AbortSignal): AsyncGenerator<FlvPacket> {
  const seek = seconds > 0 ? ['-noaccurate_seek', '-ss', seconds.toFixed(3)] : []
  return readFlv(readFfmpeg(tools, {
    inputs: [{ path, options: [...seek, '-itsoffset', String(offsetMs / 1000)] }],
    outputs: [{ path: 'pipe:1', options: ['-map', `0:${streamIndex}`, '-c', 'copy', '-copyinkf', '-f', 'flv'] }],
  }, { signal, task: 'reading the picture' }))
}

interface Place { track: AvcTrack; grid: Grid; frames: Int32Array; from: number }

/** Seeking lands on a key frame that the file names; the picture's time tells which packet it is. */
async function* packetsFrom(tools: FfmpegTools, { track, grid, frames, from }: Place, signal: AbortSignal): AsyncGenerator<{ index: number; data: Buffer }> {
  const seconds = Math.max(0, Math.floor(frames[from]! * grid.den / grid.num - seekEarlySeconds))
  let index = -1
  for await (const packet of avcPackets(tools, track, seconds, signal)) {
    if (packet.kind === 'config') continue
    const frame = Math.round(placeOf(packet.shownAt + 1000 * seconds, grid))
    index = index < 0 ? frames.indexOf(frame) : index + 1
    if (frames[index] !== frame) throw new AppError('render.ffmpeg_failed', 'Reading the picture did not work: it was not twice the same. Trying again may help.')
    if (index >= from) yield { index, data: packet.data }
  }
}

function placeOf(shownAt: number, { num, den }: Grid): number {
  return (shownAt - offsetMs) * num / (1000 * den)
}

interface ProbedPicture {
  codec_name?: string; profile?: string; level?: number; pix_fmt?: string; field_order?: string; sample_aspect_ratio?: string
  color_space?: string; color_primaries?: string; color_transfer?: string; side_data_list?: { rotation?: number }[]
}

async function describe(tools: FfmpegTools, { path, streamIndex }: AvcTrack, signal: AbortSignal): Promise<AvcColour | string> {
  const wanted = 'stream=codec_name,profile,level,pix_fmt,field_order,sample_aspect_ratio,color_space,color_primaries,color_transfer:stream_side_data=rotation'
  const probed = await runFfprobe(tools, path, ['-select_streams', String(streamIndex), '-show_entries', wanted], signal) as { streams?: ProbedPicture[] }
  const picture = probed.streams?.[0] ?? {}
  if (picture.codec_name !== 'h264') return 'the picture is not H.264'
  if (!playedProfiles.includes(picture.profile ?? '') || !((picture.level ?? 99) <= highestLevel)) return 'not every browser plays the profile or level'
  if (picture.pix_fmt !== 'yuv420p') return 'the picture is not 8-bit 4:2:0'
  if (picture.field_order !== 'progressive') return 'the picture is or may be interlaced'
  if (!['1:1', '0:1', undefined].includes(picture.sample_aspect_ratio)) return 'points are not square'
  if (picture.side_data_list?.some(data => data.rotation)) return 'the picture is turned'
  const told = (value: string | undefined): string | null => value === undefined || ['unknown', 'reserved', 'unspecified'].includes(value) ? null : value
  return { space: told(picture.color_space), primaries: told(picture.color_primaries), transfer: told(picture.color_transfer) }
}

async function readIndex(tools: FfmpegTools, track: AvcTrack, grid: Grid, signal: AbortSignal): Promise<Omit<AvcSource, 'colour' | 'open'> | string> {
  const frames: number[] = []
  const groupStarts: number[] = []
  let config: AvcConfig | null = null
  let bytes = 0
  for await (const packet of avcPackets(tools, track, 0, signal)) {
    if (packet.kind === 'config') {
      if (config) return 'the picture changes its format on the way'
      config = parseAvcConfig(packet.record)
      if (config.lengthBytes !== 4) return 'its packets are stored in an unusual way'
      continue
    }
    const place = placeOf(packet.shownAt, grid)
    if (Math.abs(place - Math.round(place)) > mostJitter) return 'its pictures do not lie on the grid'
    const kind = config ? kindOf(packet.data, config) : 'strange'
    if (kind === 'strange') return 'it holds more than plain H.264'
    if (kind === 'idr') groupStarts.push(frames.length)
    frames.push(Math.round(place))
    bytes += packet.data.length
  }
  if (!config || frames.length === 0) return 'it holds no picture'
  if (!isComplete(frames)) return 'its pictures do not come at the rate of the grid'
  return { config, frames: Int32Array.from(frames), groupStarts: Int32Array.from(groupStarts), bytes }
}

/** Types of NAL units (H.264 table 7-1). */
const nal = { slice: 1, idr: 5, sequenceSet: 7, pictureSet: 8 } as const
/** Partitions and extensions (scalable, multi-view, depth) that a plain decoder passes over or fails at. */
const strangeTypes = new Set([2, 3, 4, 13, 14, 15, 19, 20, 21])

function kindOf(data: Buffer, { sequenceSets, pictureSets }: AvcConfig): 'idr' | 'other' | 'strange' {
  let kind: 'idr' | 'other' = 'other'
  for (let at = 0; at < data.length;) {
    if (at + 5 > data.length) return 'strange'
    const unit = data.subarray(at + 4, at + 4 + data.readUInt32BE(at))
    const type = unit[0]! & 31
    if (strangeTypes.has(type)) return 'strange'
    // Repeated parameter sets are fine, others than the known ones are a change of format.
    if (type === nal.sequenceSet && !sequenceSets.some(set => set.equals(unit))) return 'strange'
    if (type === nal.pictureSet && !pictureSets.some(set => set.equals(unit))) return 'strange'
    if (type === nal.idr) kind = 'idr'
    at += 4 + unit.length
    if (unit.length === 0) return 'strange'
  }
  return kind
}

/** Each frame from the lowest to the highest is there once, and none lies before the grid's first (an edit list hides such pictures). */
function isComplete(frames: number[]): boolean {
  const lowest = frames.reduce((a, b) => Math.min(a, b))
  const highest = frames.reduce((a, b) => Math.max(a, b))
  return lowest >= 0 && highest - lowest + 1 === frames.length && new Set(frames).size === frames.length
}
