import { createHash } from 'node:crypto'
import type { Box, EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { FrameSpan } from '@f2l/common/contracts/span.ts'
import { bubbleRuns, type BubbleRun } from './bubble-runs.ts'
import type { Chunk } from './chunk-plan.ts'
import type { FfmpegInput } from './ffmpeg.ts'
import { waveBox } from './frame-plates.ts'
import type { DrawnPlate } from './plates.ts'
import { selectTree, valueTree } from './select-tree.ts'

/** The drawn parts of a picture with a source video. */
export interface FramePlates {
  /** Absent when the picture fills the output. */
  canvas?: DrawnPlate
  pictureMask?: DrawnPlate
  ring?: DrawnPlate
  bubbleMask?: DrawnPlate
  /** By `avatarKey`. */
  avatars: Map<string, DrawnPlate>
  /** By speaker. */
  names: Map<string, DrawnPlate>
}

export interface Graph { inputs: FfmpegInput[]; graph: string }

const still = (plate: DrawnPlate): FfmpegInput => ({ path: plate.path, options: ['-f', 'png_pipe'] })
/** PNG to YUV takes BT.601 unless told, and palette pictures ignore that unless they are RGB first. */
const opaque = 'format=rgb24,scale=out_color_matrix=bt709:out_range=tv,format=yuv420p'
const seeThrough = 'format=rgba,scale=out_color_matrix=bt709:out_range=tv,format=yuva420p'
/** A drawn canvas as main input loses the colour tags. */
const tags = 'setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709:range=tv'

export function avatarKey(text: string, colour: string): string {
  return `${text}\n${colour}`
}

/** Frames of a still picture without end, on the output's grid. */
function endless({ num, den }: EditPlan['frameRate']): string {
  return `fps=${num}/${den},loop=loop=-1:size=1:start=0,setpts=N`
}

interface PictureChunk { sourcePath: string; sourceMatrix: string | null; plan: EditPlan; chunk: Chunk; plates: FramePlates; captions: string | null }

/**
 * Cuts, frame, bubble and captions of one chunk in one pass. Input 0 is the source, sought to the key frame at or before
 * the chunk; `fps` with a start time then drops what lies before, so that frame 0 is exactly the chunk's first,
 * at any frame rate of the source. The open end is `[v]`.
 */
export function pictureGraph({ sourcePath, sourceMatrix, plan, chunk, plates, captions }: PictureChunk): Graph {
  const { num, den } = plan.frameRate
  const first = chunk.pieces[0]!.start
  const inputs: FfmpegInput[] = [{ path: sourcePath, options: ['-threads', '1', '-noaccurate_seek', '-ss', (first * den / num).toFixed(6)] }]
  const add = (plate: DrawnPlate): string => `${inputs.push(still(plate)) - 1}:v`
  const tree = selectTree(atLeastTwo(chunk.pieces.map(({ start, end }) => ({ start: start - first, end: end - first }))))
  const bubble = bubbleBranches(plan, bubbleRuns(plan, chunk), plates, add)
  const matrix = sourceMatrix === null ? '' : `:in_color_matrix=${sourceMatrix}`
  const lines = [
    // The last picture stays for as long as it is asked for: sound may outlast the picture.
    `[0:v]tpad=stop=-1:stop_mode=clone,fps=${num}/${den}:start_time=0,select='${tree}',setpts=N${bubble.faces > 0 ? `,split=${bubble.faces + 1}[f]${labels('b', bubble.faces)}` : '[f]'}`,
    `[f]scale=${plan.layout.picture.width}:${plan.layout.picture.height}:flags=bilinear${matrix}:out_color_matrix=bt709:out_range=tv,setsar=1,format=yuv420p[p]`,
    ...framedPicture(plan, plates, add),
    ...bubble.lines,
    `[${bubble.out}]${ending(captions)}[v]`,
  ]
  return { inputs, graph: lines.join(';\n') }
}

/** ffmpeg 5.1 waits without end for a second picture to lay over the canvas; `-frames:v` takes only as many as are wanted. */
function atLeastTwo(pieces: FrameSpan[]): FrameSpan[] {
  const [{ start, end }] = pieces as [FrameSpan]
  return pieces.length === 1 && end - start === 1 ? [{ start, end: end + 1 }] : pieces
}

/** One chunk of a recording without picture: the stage of whoever speaks, and a wave that moves with the sound. */
export function stageGraph({ plan, chunk, stages, soundPath, captions }: { plan: EditPlan; chunk: Chunk; stages: Map<string | null, DrawnPlate>; soundPath: string; captions: string | null }): Graph {
  const { num, den } = plan.frameRate
  const runs = bubbleRuns(plan, chunk)
  const speakers = [...new Set(runs.map(run => speakerOf(run)))]
  const inputs = speakers.map(speaker => still(stages.get(speaker)!))
  const seconds = (frames: number): string => (frames * den / num).toFixed(6)
  inputs.push({ path: soundPath, options: ['-ss', seconds(chunk.outputStart), '-t', seconds(chunk.frames)] })
  const wave = waveBox(plan.layout)
  const lines = [`[0:v]${opaque},${endless(plan.frameRate)}[s0]`]
  for (let index = 1; index < speakers.length; index++) {
    const shown = enableWhile(runs, run => speakerOf(run) === speakers[index], plan.frameRate)
    lines.push(`[${index}:v]${opaque}[p${index}]`, `[s${index - 1}][p${index}]overlay=0:0:format=yuv420:enable='${shown}'[s${index}]`)
  }
  lines.push(
    `[${speakers.length}:a]showwaves=s=${wave.width}x${wave.height}:mode=cline:rate=${num}/${den}:scale=cbrt:draw=full:split_channels=0:colors=white@0.8,format=yuva420p[w]`,
    `[s${speakers.length - 1}][w]overlay=${wave.x}:${wave.y}:format=yuv420[o]`,
    `[o]${ending(captions)}[v]`)
  return { inputs, graph: lines.join(';\n') }
}

/** A still picture for a whole number of frames; with a matrix it takes its colour tags from the encoder, as what stands beside it does. */
export function stillGraph(plate: DrawnPlate, frameRate: EditPlan['frameRate'], matrix?: 'bt709' | 'bt601'): Graph {
  const end = matrix === undefined ? tags : 'null'
  return { inputs: [still(plate)], graph: `[0:v]${opaque.replace('bt709', matrix ?? 'bt709')},${endless(frameRate)},${end}[v]` }
}

function ending(captions: string | null): string {
  return captions === null ? tags : `ass=f=${captions}:fontsdir=fonts,${tags}`
}

function framedPicture({ layout, frameRate }: EditPlan, { canvas, pictureMask }: FramePlates, add: (plate: DrawnPlate) => string): string[] {
  if (!canvas) return ['[p]null[c]']
  const { x, y } = layout.picture
  const lines = [`[${add(canvas)}]${opaque},${endless(frameRate)}[bg]`]
  if (pictureMask) lines.push(`[${add(pictureMask)}]format=gray[pm]`, '[p][pm]alphamerge[pr]', `[bg][pr]overlay=${x}:${y}:format=yuv420:shortest=1[c]`)
  else lines.push(`[bg][p]overlay=${x}:${y}:format=yuv420:shortest=1[c]`)
  return lines
}

interface Branches { lines: string[]; out: string; faces: number }

/** Everything the bubble shows in this chunk, each laid over the picture while its run lasts. */
function bubbleBranches(plan: EditPlan, runs: BubbleRun[], plates: FramePlates, add: (plate: DrawnPlate) => string): Branches {
  const spot = plan.layout.bubble?.box
  if (!spot) return { lines: [], out: 'c', faces: 0 }
  const lines: string[] = []
  let out = 'c'
  const lay = (over: string, x: number, y: number, isShown: (run: BubbleRun) => boolean): void => {
    const next = `l${lines.length}`
    lines.push(`[${out}][${over}]overlay=${Math.round(x)}:${Math.round(y)}:format=yuv420:enable='${enableWhile(runs, isShown, plan.frameRate)}'[${next}]`)
    out = next
  }
  const sizes = [...new Set(runs.map(cropSize).filter(size => size !== null))]
  if (sizes.length > 0) lines.push(...maskSplits(plates, sizes.length, add))
  for (const [index, size] of sizes.entries()) {
    lines.push(...faceBranch(index, plan, runs, size, spot.width))
    lay(`u${index}`, spot.x, spot.y, run => cropSize(run) === size)
  }
  for (const [key, plate] of plates.avatars) {
    if (!runs.some(run => avatarOf(run) === key)) continue
    lines.push(`[${add(plate)}]${seeThrough}[a${lines.length}]`)
    lay(`a${lines.length - 1}`, spot.x, spot.y, run => avatarOf(run) === key)
  }
  for (const [name, plate] of plates.names) {
    if (!runs.some(run => nameOf(run) === name)) continue
    lines.push(`[${add(plate)}]${seeThrough}[n${lines.length}]`)
    const x = Math.min(plan.layout.width - plate.width, Math.max(0, spot.x + (spot.width - plate.width) / 2))
    const y = Math.min(plan.layout.height - plate.height, spot.y + spot.height - plate.height * 0.62)
    lay(`n${lines.length - 1}`, x, y, run => nameOf(run) === name)
  }
  return { lines, out, faces: sizes.length }
}

function maskSplits({ ring, bubbleMask }: FramePlates, count: number, add: (plate: DrawnPlate) => string): string[] {
  return [
    `[${add(ring!)}]${seeThrough},split=${count}${labels('ri', count)}`,
    `[${add(bubbleMask!)}]format=gray,split=${count}${labels('bm', count)}`,
  ]
}

/** Crops of one size share a branch: only the corner moves from run to run. Fractions hold for any pixel shape. */
function faceBranch(index: number, plan: EditPlan, runs: BubbleRun[], size: string, diameter: number): string[] {
  const { width, height } = plan.source
  const steps = runs.filter(run => cropSize(run) === size).map(run => ({ at: momentOf(run.start, plan.frameRate), crop: cropOf(run)! }))
  const [cropWidth, cropHeight] = [steps[0]!.crop.width, steps[0]!.crop.height]
  const x = valueTree(steps.map(({ at, crop }) => ({ start: at, value: share(crop.x, width) })), 't')
  const y = valueTree(steps.map(({ at, crop }) => ({ start: at, value: share(crop.y, height) })), 't')
  return [
    `[b${index}]crop=w='iw*${share(cropWidth, width)}':h='ih*${share(cropHeight, height)}':x='iw*(${x})':y='ih*(${y})',scale=${diameter}:${diameter}:flags=bilinear:out_color_matrix=bt709:out_range=tv,setsar=1,format=yuv420p[bs${index}]`,
    `[bs${index}][ri${index}]overlay=0:0:format=yuv420[br${index}]`,
    `[br${index}][bm${index}]alphamerge[u${index}]`,
  ]
}

/** 1 while a run that is asked for lasts, by time: `n` counts differently in filters with two inputs. */
function enableWhile(runs: BubbleRun[], isShown: (run: BubbleRun) => boolean, frameRate: EditPlan['frameRate']): string {
  const steps: { start: number; value: number }[] = []
  for (const run of runs) {
    const value = isShown(run) ? 1 : 0
    if (steps.at(-1)?.value !== value) steps.push({ start: momentOf(run.start, frameRate), value })
  }
  return valueTree(steps, 't')
}

/** Half a frame early, so that rounding of times cannot move a border. */
function momentOf(frame: number, { num, den }: EditPlan['frameRate']): number {
  return Number(((frame - 0.5) * den / num).toFixed(6))
}

function share(part: number, whole: number): number {
  return Number(Math.min(1, Math.max(0, part / whole)).toFixed(6))
}

function labels(name: string, count: number): string {
  return Array.from({ length: count }, (_, index) => `[${name}${index}]`).join('')
}

function speakerOf(run: BubbleRun): string | null {
  return run.segment?.speaker ?? null
}

function cropOf({ segment }: BubbleRun): Box | null {
  return segment?.show.kind === 'face' ? segment.show.crop : null
}

function cropSize(run: BubbleRun): string | null {
  const crop = cropOf(run)
  return crop && `${Math.round(crop.width)}x${Math.round(crop.height)}`
}

function avatarOf({ segment }: BubbleRun): string | null {
  return segment?.show.kind === 'initials' ? avatarKey(segment.show.text, segment.show.colour) : null
}

function nameOf({ segment }: BubbleRun): string | null {
  return segment === null || segment.show.kind === 'none' ? null : segment.speaker
}

/** What a chunk is made from, as a short name: the same name is the same picture. */
export function chunkHash(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
}
