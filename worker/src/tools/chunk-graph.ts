import { createHash } from 'node:crypto'
import type { Box, EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { FrameSpan } from '@f2l/common/contracts/span.ts'
import { bubbleGraph } from './bubble-graph.ts'
import { bubbleRuns, type BubbleRun } from './bubble-runs.ts'
import { captionLines, type CaptionStrips } from './caption-strips.ts'
import type { Chunk } from './chunk-plan.ts'
import type { FfmpegInput } from './ffmpeg.ts'
import { waveBox, type FramePlates } from './frame-plates.ts'
import { letterGround } from './readable-ink.ts'
import { endless, labels, opaque, seeThrough, still } from './plate-filters.ts'
import type { DrawnPlate } from './plates.ts'
import { whileRun } from './run-times.ts'
import { selectTree } from './select-tree.ts'

export interface Graph { inputs: FfmpegInput[]; graph: string }

/** A drawn canvas as main input loses the colour tags. */
const tags = 'setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709:range=tv'

interface PictureChunk { sourcePath: string; /** ffmpeg's index of the picture's stream: a file may hold several. */ streamIndex: number; sourceMatrix: string | null; plan: EditPlan; chunk: Chunk; plates: FramePlates; captions: CaptionStrips | null }

/**
 * Cuts, frame, bubble and captions of one chunk in one pass. Input 0 is the source, sought to the key frame at or before
 * the chunk; `fps` with a start time then drops what lies before, so that frame 0 is exactly the chunk's first,
 * at any frame rate of the source. The open end is `[v]`.
 */
export function pictureGraph({ sourcePath, streamIndex, sourceMatrix, plan, chunk, plates, captions }: PictureChunk): Graph {
  const { num, den } = plan.frameRate
  const first = chunk.pieces[0]!.start
  const inputs: FfmpegInput[] = [{ path: sourcePath, options: ['-threads', '1', '-noaccurate_seek', '-ss', (first * den / num).toFixed(6)] }]
  const add = (plate: DrawnPlate): string => `${inputs.push(still(plate)) - 1}:v`
  const tree = selectTree(atLeastTwo(chunk.pieces.map(({ start, end }) => ({ start: start - first, end: end - first }))))
  const matrix = sourceMatrix === null ? '' : `:in_color_matrix=${sourceMatrix}`
  const bubble = bubbleGraph({ plan, runs: bubbleRuns(plan, chunk), plates, add, matrix })
  const lines = [
    // The last picture stays for as long as it is asked for: sound may outlast the picture.
    `[0:${streamIndex}]tpad=stop=-1:stop_mode=clone,fps=${num}/${den}:start_time=0,select='${tree}',setpts=N${bubble.copies > 0 ? `,split=${bubble.copies + 1}[f]${labels('b', bubble.copies)}` : '[f]'}`,
    `[f]scale=${plan.layout.picture.width}:${plan.layout.picture.height}:flags=bilinear${matrix}:out_color_matrix=bt709:out_range=tv,setsar=1,format=yuv420p[p]`,
    ...framedPicture(plan, plates, add),
    ...bubble.lines,
    ...ending(bubble.out, captions, plan),
  ]
  return { inputs, graph: lines.join(';\n') }
}

/** ffmpeg 5.1 waits without end for a second picture to lay over the canvas; `-frames:v` takes only as many as are wanted. */
function atLeastTwo(pieces: FrameSpan[]): FrameSpan[] {
  const [{ start, end }] = pieces as [FrameSpan]
  return pieces.length === 1 && end - start === 1 ? [{ start, end: end + 1 }] : pieces
}

/** One chunk of a recording without picture: the stage of whoever speaks, and a wave that moves with the sound. */
export function stageGraph({ plan, chunk, stages, soundPath, captions }: { plan: EditPlan; chunk: Chunk; stages: Map<string | null, DrawnPlate>; soundPath: string; captions: CaptionStrips | null }): Graph {
  const { num, den } = plan.frameRate
  const runs = bubbleRuns(plan, chunk)
  const speakers = [...new Set(runs.map(run => speakerOf(run)))]
  const inputs = speakers.map(speaker => still(stages.get(speaker)!))
  const seconds = (frames: number): string => (frames * den / num).toFixed(6)
  inputs.push({ path: soundPath, options: ['-ss', seconds(chunk.outputStart), '-t', seconds(chunk.frames)] })
  const wave = waveBox(plan.layout)
  const lines = [`[0:v]${opaque},${endless(plan.frameRate)}[s0]`]
  for (let index = 1; index < speakers.length; index++) {
    const shown = whileRun(runs, run => speakerOf(run) === speakers[index], plan.frameRate)
    lines.push(`[${index}:v]${opaque}[p${index}]`, `[s${index - 1}][p${index}]overlay=0:0:format=yuv420:enable='${shown}'[s${index}]`)
  }
  lines.push(
    `[${speakers.length}:a]showwaves=s=${wave.width}x${wave.height}:mode=cline:rate=${num}/${den}:scale=cbrt:draw=full:split_channels=0:colors=${waveColour(plan)}@0.8,format=yuva420p[w]`,
    `[s${speakers.length - 1}][w]overlay=${wave.x}:${wave.y}:format=yuv420[o]`,
    ...ending('o', captions, plan))
  return { inputs, graph: lines.join(';\n') }
}

/** A still picture for a whole number of frames; with a matrix it takes its colour tags from the encoder, as what stands beside it does. */
export function stillGraph(plate: DrawnPlate, frameRate: EditPlan['frameRate'], matrix?: 'bt709' | 'bt601'): Graph {
  const end = matrix === undefined ? tags : 'null'
  return { inputs: [still(plate)], graph: `[0:v]${opaque.replace('bt709', matrix ?? 'bt709')},${endless(frameRate)},${end}[v]` }
}

/** The graph with filters behind its open end. */
export function continued(graph: string, filters: string): string {
  return `${graph.replace(/\[v\]$/, '[pictures]')};\n[pictures]${filters}[v]`
}

/** As the letters around it: to be seen on any background. */
function waveColour({ layout }: Pick<EditPlan, 'layout'>): string {
  const { ink } = letterGround(layout)
  return ink === '#fff' ? 'white' : ink.replace('#', '0x')
}

function ending(from: string, captions: CaptionStrips | null, plan: EditPlan): string[] {
  if (captions === null) return [`[${from}]${tags}[v]`]
  return [...captionLines(from, 'captioned', captions, plan), `[captioned]${tags}[v]`]
}

/**
 * The picture between the four rims of its canvas: copied side by side, which costs a third of laying it over the whole canvas. Its
 * corners are rounded by small pieces of the canvas over them: a mask for the whole picture costs far more.
 */
function framedPicture({ layout, frameRate }: EditPlan, { canvas, corners }: FramePlates, add: (plate: DrawnPlate) => string): string[] {
  if (!canvas) return ['[p]null[c]']
  const { x, y, width, height } = layout.picture
  const rims = rimsOf(layout)
  const places = [layout.picture, ...rims].map(part => `${part.x}_${part.y}`).join('|')
  const lines = [
    `[${add(canvas)}]${opaque},fps=${frameRate.num}/${frameRate.den},split=${rims.length}${labels('whole', rims.length)}`,
    ...rims.map((rim, index) => `[whole${index}]crop=${rim.width}:${rim.height}:${rim.x}:${rim.y}[rim${index}]`),
    `[p]${labels('rim', rims.length)}xstack=inputs=${rims.length + 1}:layout=${places}[${corners.length === 0 ? 'c' : 'k0'}]`,
  ]
  for (const [index, plate] of corners.entries()) {
    const left = index % 2 === 0 ? x : x + width - plate.width
    const top = index < 2 ? y : y + height - plate.height
    lines.push(`[${add(plate)}]${seeThrough}[corner${index}]`, `[k${index}][corner${index}]overlay=${left}:${top}:format=yuv420[${index === corners.length - 1 ? 'c' : `k${index + 1}`}]`)
  }
  return lines
}

/** What of the output lies around the picture. */
function rimsOf({ width, height, picture }: EditPlan['layout']): Box[] {
  const [right, bottom] = [picture.x + picture.width, picture.y + picture.height]
  return [
    { x: 0, y: 0, width, height: picture.y }, { x: 0, y: bottom, width, height: height - bottom },
    { x: 0, y: picture.y, width: picture.x, height: picture.height }, { x: right, y: picture.y, width: width - right, height: picture.height },
  ].filter(rim => rim.width > 0 && rim.height > 0)
}

function speakerOf(run: BubbleRun): string | null {
  return run.segment?.speaker ?? null
}

/** What a chunk is made from, as a short name: the same name is the same picture. */
export function chunkHash(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
}
