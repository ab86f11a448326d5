import type { ConvertOptions, EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { StageName } from '@f2l/common/contracts/job.ts'
import type { MachineSpeed, WorkerPace } from '@f2l/common/contracts/machine-speed.ts'
import type { MediaInfo } from './facts.ts'
import { layoutFor } from './layout.ts'
import { isLong } from './long-recording.ts'

/** What is known of the work before it is done. */
export interface WorkAhead {
  media: Pick<MediaInfo, 'durationSeconds' | 'hasAudio' | 'video' | 'grid'>
  options: Pick<ConvertOptions, 'length' | 'trim' | 'look' | 'captions'>
  /** Once it is made. */
  plan?: EditPlan | undefined
  /** The words have to be written down first. */
  isTranscribed: boolean
  /** Of the picture, what no earlier job made: 0..1; all where it is not known. */
  drawnShare?: number
  /** How many times longer everything takes because the machine does other work; 1: idle. */
  crowding: number
}

/** Stages that come after the recording is known, in seconds. */
export type StageSeconds = Readonly<Record<Exclude<StageName, 'ingest' | 'probe'>, number>>

/**
 * Where calibration and work differ, and what is not calibrated: from conversions of 300 s of a meeting in 720p at 25 frames with a
 * transcript and 76 % kept, by two cores that measured 1.7 ms a million points for decoding, 7.4 for encoding, 5.6 ms a second for
 * listening and 9.5 ms a look. Seconds, framed with burned captions, without, and plain: analyse 7.8, 7.3 and 3.7, render 30.2,
 * 28.8 and 8.9, package 0.9, verify 3.4.
 */
const weights = {
  /** A swaying picture with noise costs the encoder more than a still meeting with all that is drawn around it. */
  drawnPicture: 0.94,
  /** The encoder alone, in the plain look: no frame, no corners, no bubble. */
  plainPicture: 0.6,
  decode: 1,
  /** The model is not all: decoding, loudness, timbre and the even level. */
  listening: 1.3,
  /** More than one look at most pictures. */
  looks: 3.8,
}
/** Seconds of one process on that machine; elsewhere they go with the encoder's speed. */
const fixedSeconds = { plates: 1.5, join: 0.4, package: 0.8, verify: 3, plan: 0.1, speakers: 0.2 }
/** `keyPictures` are decoded to be looked at; `speakers`: when the layout changes, and whose mouths move. */
const perSourceSecond = { sound: 0.012, package: 0.0005, verify: 0.003, plan: 0.0003, keyPictures: 0.0035, speakers: 0.013 }
const measuredEncodeSeconds = 0.0085
/** A render asks for all cores and so suffers more from others than what uses one (3.2 where that is 2.6). */
const crowdedRender = 1.2

/** What is kept where nobody has looked yet: the median of meetings is three quarters. */
const usuallyKept = 0.75
const catchUpSeconds = 120
const titleSeconds = 2.5
/** Of a plain look with usual cuts, what is not copied; where copying does not work it is all of it. */
const encodedWhenPlain = 0.4
/** Speech-to-text runs from a fifth of the recording's length (a server, a small model) to all of it. */
const transcribedShare = 0.4
const burnedCaptions = 1.05
/** Two processes that share work end one after the other: a chunk is up to 45 s long. */
const unevenSeconds = 8

/** Expected seconds of each stage. Never NaN, grows with the length of the recording. */
export function expectedSeconds(work: WorkAhead, speed: MachineSpeed): StageSeconds {
  const { durationSeconds } = work.media
  const pace = speed.encodeSeconds / measuredEncodeSeconds
  const linear = (stage: 'package' | 'verify' | 'plan'): number => pace * (fixedSeconds[stage] + perSourceSecond[stage] * durationSeconds)
  const seconds = {
    transcript: work.isTranscribed ? transcribedShare * durationSeconds : 0.02,
    analyse: analyseSeconds(work, speed, pace), plan: linear('plan'), render: renderSeconds(work, speed, pace),
    package: linear('package'), verify: linear('verify'),
  }
  const crowding = Math.max(1, work.crowding)
  return mapValues(seconds, (value, stage) => value * (stage === 'render' ? crowding ** crowdedRender : crowding))
}

/** What a worker of this speed takes for a usual recording of 720p: what is told of jobs that wait. */
export function paceOf(speed: MachineSpeed): WorkerPace {
  const [short, long] = [600, 3600].map(seconds => total(expectedSeconds(usualWork(seconds), speed))) as [number, number]
  const secondsPerSourceSecond = (long - short) / 3000
  return { secondsPerSourceSecond, fixedSeconds: Math.max(0, short - 600 * secondsPerSourceSecond) }
}

/** A machine that was not measured: each core of it like one of the machine above. */
export function assumedSpeed(processes: number): MachineSpeed {
  return {
    version: 2, ffmpegVersion: '', encoder: '', cores: processes, processes, measuredAt: new Date(0).toISOString(),
    decodeSeconds: 0.0019, encodeSeconds: measuredEncodeSeconds, listenSeconds: 0.0056, lookSeconds: 0.0095,
  }
}

/**
 * How many times longer work takes beside `load` (waiting and running programs of others) on so many cores. The square root:
 * much of a load steps back (nice), waits for disks or ends soon. Measured at a load of 10 on two cores: 2.2 to 3.2 times.
 */
export function crowdingOf(load: number, processes: number, cores: number): number {
  const crowd = (Math.max(0, load) + processes) / Math.max(1, cores)
  return Number.isFinite(crowd) ? Math.min(4, Math.sqrt(Math.max(1, crowd))) : 1
}

export function total(seconds: Partial<Record<StageName, number>>): number {
  return Object.values(seconds).reduce((sum, value) => sum + value, 0)
}

/** Sound and picture side by side where there are two cores and the recording is not long; whose face is whose only where a bubble shows it. */
function analyseSeconds({ media: { hasAudio, video, durationSeconds }, options: { look } }: WorkAhead, speed: MachineSpeed, pace: number): number {
  const sound = hasAudio ? weights.listening * speed.listenSeconds * durationSeconds : 0
  const linear = (part: 'keyPictures' | 'speakers'): number => perSourceSecond[part] * durationSeconds
  const speakers = look === 'framed' ? fixedSeconds.speakers + linear('speakers') : 0
  const picture = video ? weights.looks * speed.lookSeconds * picturesLookedAt(durationSeconds) + pace * (linear('keyPictures') + speakers) : 0
  return 0.5 + (speed.cores > 1 && !isLong({ durationSeconds }) ? Math.max(sound, picture) : sound + picture)
}

/** As stages/analyse/look.ts spreads them; of a short recording it takes more, most of them like the one before and so not searched. */
function picturesLookedAt(durationSeconds: number): number {
  return Math.min(300, durationSeconds / 0.4, 36 + 4.4 * durationSeconds / 60)
}

function renderSeconds(work: WorkAhead, speed: MachineSpeed, pace: number): number {
  const { media, options, drawnShare: share = 1 } = work
  const { read, drawn } = secondsOfPicture(work)
  const rate = Math.min(60, media.grid.num / media.grid.den)
  const output = work.plan?.layout ?? layoutFor(media.video ?? { width: 0, height: 0 }, false, options.look)
  const sourcePixels = media.video ? media.video.width * media.video.height : 0
  const decode = read * rate * sourcePixels / 1e6 * speed.decodeSeconds * weights.decode * share
  const isPlain = options.look === 'plain' && media.video !== null
  const weight = (isPlain ? weights.plainPicture : weights.drawnPicture) * (options.captions === 'burned' ? burnedCaptions : 1)
  const encode = drawn * rate * output.width * output.height / 1e6 * speed.encodeSeconds * weight * share
  const sound = media.hasAudio ? pace * perSourceSecond.sound * media.durationSeconds * share : 0
  const lanes = Math.max(1, Math.min(speed.processes, speed.cores))
  const uneven = (lanes - 1) / lanes * encode * Math.min(1, unevenSeconds / Math.max(1, drawn))
  return pace * (fixedSeconds.plates + fixedSeconds.join) + (decode + encode + sound) / lanes + uneven
}

/** Source seconds that are decoded, and output seconds that are encoded. */
function secondsOfPicture({ media: { durationSeconds, video }, options, plan }: WorkAhead): { read: number; drawn: number } {
  const title = plan ? plan.titleCard.frames * plan.frameRate.den / plan.frameRate.num : titleSeconds
  const kept = plan ? keptSeconds(plan) : guessedKept(durationSeconds, options)
  const share = options.look === 'plain' && video?.codec === 'h264' && options.captions !== 'burned' ? encodedWhenPlain : 1
  return { read: share * Math.min(durationSeconds, plan ? readSeconds(plan) : durationSeconds), drawn: title + share * kept }
}

function keptSeconds({ keep, frameRate: { num, den } }: EditPlan): number {
  return keep.reduce((sum, { start, end }) => sum + end - start, 0) * den / num
}

/** A catch-up reads little more than it shows; other lengths read everything. */
function readSeconds(plan: EditPlan): number {
  const { num, den } = plan.frameRate
  const gaps = plan.keep.slice(1).map((span, index) => span.start - plan.keep[index]!.end)
  const skipped = gaps.reduce((sum, frames) => sum + Math.max(0, frames * den / num - 45), 0)
  return (plan.keep.at(-1)!.end - plan.keep[0]!.start) * den / num - skipped
}

function guessedKept(durationSeconds: number, { length, trim }: WorkAhead['options']): number {
  if (length === 'catch-up') return Math.min(catchUpSeconds, durationSeconds)
  return length === 'full' || trim === 'off' ? durationSeconds : usuallyKept * durationSeconds
}

function usualWork(durationSeconds: number): WorkAhead {
  const video = { width: 1280, height: 720, averageRate: 25, isVariableRate: false, rotation: 0, codec: 'h264', bitDepth: 8, startSeconds: 0, untaggedMatrix: null, streamIndex: 0 }
  return {
    media: { durationSeconds, hasAudio: true, video, grid: { num: 25, den: 1, frames: Math.round(25 * durationSeconds) } },
    options: { length: 'tight', trim: 'on', look: 'framed', captions: 'sidecar' }, isTranscribed: false, crowding: 1,
  }
}

function mapValues<K extends string>(values: Record<K, number>, change: (value: number, key: K) => number): Record<K, number> {
  return Object.fromEntries((Object.entries(values) as [K, number][]).map(([key, value]) => [key, change(value, key)])) as Record<K, number>
}
