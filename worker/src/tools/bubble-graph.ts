import type { Box, EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { BubbleRun } from './bubble-runs.ts'
import type { FramePlates } from './frame-plates.ts'
import { avatarKey } from './frame-plates.ts'
import { endless, labels, opaque, seeThrough } from './plate-filters.ts'
import type { DrawnPlate } from './plates.ts'
import { during, momentOf, whileRun } from './run-times.ts'
import { valueTree } from './select-tree.ts'

export interface BubbleGraph {
  lines: string[]
  /** Label of the picture with the bubble on it. */
  out: string
  /** Copies of the source picture that it takes: `b0`, `b1` … */
  copies: number
}

export interface BubbleParts {
  plan: EditPlan
  runs: BubbleRun[]
  plates: FramePlates
  /** Makes a plate an input and gives its label. */
  add(plate: DrawnPlate): string
  /** `:in_color_matrix=…` where the source does not tell its own. */
  matrix: string
}

/** A change of speaker is a cross-fade of about a quarter of a second. */
const fadeSeconds = 0.24

/**
 * The bubble over the picture `[c]` for all runs of a chunk: one square stream shows whatever the bubble shows, cross-fades
 * where that changes, and gets ring and round shape once. Each size of crop costs a branch; the plan keeps them few.
 */
export function bubbleGraph(parts: BubbleParts): BubbleGraph {
  const { plan: { layout, frameRate }, runs, plates, add } = parts
  const spot = layout.bubble?.box
  if (!spot || !plates.ring || !plates.bubbleMask || !runs.some(isShown)) return { lines: [], out: 'c', copies: 0 }
  const square = crossFaded(parts, spot.width)
  const lines = [
    ...square.lines,
    `[${add(plates.ring)}]${seeThrough}[ring]`, `[${square.out}][ring]overlay=0:0:format=yuv420[ringed]`,
    `[${add(plates.bubbleMask)}]format=gray[round]`, '[ringed][round]alphamerge[bubble]',
    `[c][bubble]overlay=${spot.x}:${spot.y}:format=yuv420:enable='${whileRun(runs, isShown, frameRate)}'[cb]`,
  ]
  const named = withNames(parts, spot)
  return { lines: [...lines, ...named.lines], out: named.out, copies: square.copies }
}

interface Square { lines: string[]; out: string; copies: number }

/**
 * What was shown a moment ago laid over what is shown now, ever more see-through: its alpha comes from one plain picture a step.
 * It is only fed in while a fade lasts, and just often enough that nothing waits for it.
 */
function crossFaded(parts: BubbleParts, diameter: number): Square {
  const { runs, plan: { frameRate } } = parts
  const now = squareOf('now', parts, diameter, 0)
  const frames = fadeFramesAt(frameRate)
  const changes = changesOf(runs, frames)
  if (changes.length === 0) return now
  const fades = during(changes.map(start => ({ start, end: start + frames })), frameRate)
  const last = runs.at(-1)!.end - 1
  const before = squareOf('old', { ...parts, runs: later(runs, frames) }, diameter, now.copies, `select='${fades}+not(mod(n,${restFrames}))+eq(n,${last})',`)
  const starts = valueTree(changes.flatMap((start, index) => Array.from({ length: frames }, (_, step) => ({ start: index * frames + step, value: start + step }))), 'N')
  return {
    lines: [
      ...now.lines, ...before.lines,
      `color=c=black:s=2x2:r=1:d=${changes.length * frames},format=gray,geq=lum='255*(1-(mod(N,${frames})+0.5)/${frames})',scale=${diameter}:${diameter}:flags=neighbor,`
      + `settb=${frameRate.den}/${frameRate.num},setpts='${starts}'[steps]`,
      `[${before.out}][steps]alphamerge[going]`, `[${now.out}][going]overlay=0:0:format=yuv420:enable='${fades}'[mixed]`,
    ],
    out: 'mixed', copies: now.copies + before.copies,
  }
}

/** Whole pictures wait in memory for the next of the bubble: no more than this many. */
const restFrames = 6

export function fadeFramesAt({ num, den }: EditPlan['frameRate']): number {
  return Math.max(1, Math.round(fadeSeconds * num / den))
}

/** Frames at which the bubble fades to what it shows next: there is room before the next change. */
function changesOf(runs: BubbleRun[], fadeFrames: number): number[] {
  return runs.flatMap((run, index) => {
    const last = runs[index - 1]
    const isChange = last !== undefined && isShown(last) && isShown(run) && lookOf(last) !== lookOf(run) && !isSwitched(last, run)
    return isChange && run.end - run.start > fadeFrames && last.end - last.start > fadeFrames ? [run.start] : []
  })
}

/**
 * No fade where the meeting tool cuts, too: the speaker's camera comes on or goes off, and half a face is none; or the layout changes, and
 * where the face was, something else is now.
 */
function isSwitched(last: BubbleRun, next: BubbleRun): boolean {
  return cropOf(last) !== null && last.layout !== next.layout
    || last.segment?.speaker === next.segment?.speaker && last.segment?.show.kind !== next.segment?.show.kind
}

function later(runs: BubbleRun[], frames: number): BubbleRun[] {
  return runs.map((run, index) => ({ ...run, start: index === 0 ? run.start : run.start + frames, end: run.end + frames }))
}

/** One stream that shows each run's crop or avatar, as a square of the bubble's size. */
function squareOf(name: string, parts: BubbleParts, diameter: number, firstCopy: number, sparse = ''): Square {
  const { runs, plates, plan: { frameRate }, add } = parts
  const lines: string[] = []
  let out = ''
  const lay = (over: string, isTheirs: (run: BubbleRun) => boolean): void => {
    const next = `${name}${lines.length}`
    if (out !== '') lines.push(`[${out}][${over}]overlay=0:0:format=yuv420:enable='${whileRun(runs, isTheirs, frameRate)}'[${next}]`)
    out = out === '' ? over : next
  }
  const sizes = [...new Set(runs.map(cropSize).filter(size => size !== null))]
  for (const [index, size] of sizes.entries()) {
    lines.push(cropBranch(`b${firstCopy + index}`, `${name}c${index}`, parts, size, diameter, sparse))
    lay(`${name}c${index}`, run => cropSize(run) === size)
  }
  for (const [index, [key, plate]] of [...plates.avatars].entries()) {
    if (!runs.some(run => avatarOf(run) === key)) continue
    lines.push(`[${add(plate)}]${out === '' ? `${opaque},${endless(frameRate)}` : seeThrough}[${name}a${index}]`)
    lay(`${name}a${index}`, run => avatarOf(run) === key)
  }
  return { lines, out, copies: sizes.length }
}

/** Crops of one size share a branch: only the corner moves from run to run. Fractions hold for any pixel shape. */
function cropBranch(from: string, to: string, { plan, runs, matrix }: BubbleParts, size: string, diameter: number, sparse: string): string {
  const { width, height } = plan.source
  const steps = runs.filter(run => cropSize(run) === size).map(run => ({ start: momentOf(run.start, plan.frameRate), crop: cropOf(run)! }))
  const [cropWidth, cropHeight] = [steps[0]!.crop.width, steps[0]!.crop.height]
  const x = valueTree(withoutRepeats(steps.map(({ start, crop }) => ({ start, value: share(crop.x, width) }))), 't')
  const y = valueTree(withoutRepeats(steps.map(({ start, crop }) => ({ start, value: share(crop.y, height) }))), 't')
  return `[${from}]${sparse}crop=w='iw*${share(cropWidth, width)}':h='ih*${share(cropHeight, height)}':x='iw*(${x})':y='ih*(${y})',`
    + `scale=${diameter}:${diameter}:flags=bilinear${matrix}:out_color_matrix=bt709:out_range=tv,setsar=1,format=yuv420p[${to}]`
}

/** All names are one stack, of which each run shows one. */
function withNames({ plan: { layout, frameRate }, runs, plates, add }: BubbleParts, spot: Box): { lines: string[]; out: string } {
  const fade = fadeFramesAt(frameRate)
  const fading = new Set(changesOf(runs, fade))
  const isNamed = (run: BubbleRun): boolean => plates.names.has(nameOf(run) ?? '')
  // The name changes half-way through the fade.
  const named = runs.map(run => fading.has(run.start) ? { ...run, start: run.start + (fade >> 1) } : run).filter(isNamed)
  const names = [...plates.names.keys()].filter(name => named.some(run => nameOf(run) === name))
  if (names.length === 0) return { lines: [], out: 'cb' }
  const { width, height } = plates.names.get(names[0]!)!
  const x = Math.min(layout.width - width, Math.max(0, spot.x + (spot.width - width) / 2))
  const y = Math.min(layout.height - height, spot.y + spot.height - height * 0.62)
  const starts = valueTree(named.map(({ start }, index) => ({ start: index, value: start })), 'N')
  const places = valueTree(withoutRepeats(named.map((run, index) => ({ start: index, value: names.indexOf(nameOf(run)!) }))), 'n')
  return {
    lines: [
      ...names.map((name, index) => `[${add(plates.names.get(name)!)}]${seeThrough}[name${index}]`),
      `${labels('name', names.length)}${names.length > 1 ? `vstack=inputs=${names.length}` : 'null'},loop=loop=${named.length - 1}:size=1:start=0,`
      + `crop=${width}:${height}:0:'${height}*(${places})',settb=${frameRate.den}/${frameRate.num},setpts='${starts}'[names]`,
      `[cb][names]overlay=${Math.round(x)}:${Math.round(y)}:format=yuv420:enable='${whileRun(runs, isNamed, frameRate)}'[named]`,
    ],
    out: 'named',
  }
}

function withoutRepeats<T extends { value: number }>(steps: T[]): T[] {
  return steps.filter((step, index) => step.value !== steps[index - 1]?.value)
}

function share(part: number, whole: number): number {
  return Number(Math.min(1, Math.max(0, part / whole)).toFixed(6))
}

function isShown({ segment }: BubbleRun): boolean {
  return segment !== null && segment.show.kind !== 'none'
}

function lookOf({ segment }: BubbleRun): string {
  return JSON.stringify(segment?.show)
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
