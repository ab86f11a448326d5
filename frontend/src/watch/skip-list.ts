import { makeTimeMap } from '@f2l/common/contracts/time-map.ts'
import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'

/** Where a player of the source is: seconds of the source, and how far it has loaded from there. */
export interface Place { seconds: number; rate: number; bufferedTo: number; isHidden: boolean }

/** What it should do now. */
export interface Step {
  /** Share of the person's volume: 30 ms down before a cut, 30 ms up behind it, nothing inside. */
  gain: number
  rate: number
  /** Source seconds. */
  seekTo: number | null
  /** All that is kept has been played. */
  isOver: boolean
}

/** The finished video's times over its source, before there is a finished video. */
export interface SkipList {
  outputSeconds: number
  /** A browser that shows none of it cannot play the source. */
  hasPicture: boolean
  toOutput(sourceSeconds: number): number
  toSource(outputSeconds: number): number
  pass(place: Place): Step
}

type CutPlan = Pick<EditPlan, 'frameRate' | 'keep'> & { titleCard: Pick<EditPlan['titleCard'], 'frames'>; hasPicture: boolean }

const fadeSeconds = 0.03
/** Browsers round the place they seek to; so near to its end a cut counts as passed. */
const nearEnough = 0.02
/** A seek takes a moment of its own: shorter cuts are run through in silence, and longer ones where a seek would have to wait for the network. */
const shortCut = 1
const shortUnloadedCut = 4
const fastest = 8
/** The place is read once a picture of the screen; running must not overshoot the end by more than that. */
const stepSeconds = 0.04

export function makeSkipList(plan: CutPlan): SkipList {
  const map = makeTimeMap(plan)
  const rate = plan.frameRate.num / plan.frameRate.den
  const kept = plan.keep.map(({ start, end }) => ({ start: start / rate, end: end / rate }))
  return { hasPicture: plan.hasPicture, outputSeconds: map.outputSeconds, toOutput: map.toOutput, toSource: map.toSource, pass: place => pass(kept, place) }
}

function pass(kept: { start: number; end: number }[], place: Place): Step {
  const next = kept.findIndex(({ end }) => end > place.seconds)
  if (next < 0) return { gain: 0, rate: place.rate, seekTo: null, isOver: true }
  const span = kept[next]!
  return span.start - place.seconds > nearEnough ? throughCut(span.start, place) : insideSpan(span, { isFirst: next === 0, isLast: next === kept.length - 1 }, place)
}

function throughCut(end: number, { seconds, rate, bufferedTo, isHidden }: Place): Step {
  const left = end - seconds
  const isRun = !isHidden && left <= (bufferedTo >= end ? shortCut : shortUnloadedCut)
  return isRun
    ? { gain: 0, rate: Math.min(fastest, Math.max(rate, left / stepSeconds)), seekTo: null, isOver: false }
    : { gain: 0, rate, seekTo: end, isOver: false }
}

function insideSpan({ start, end }: { start: number; end: number }, { isFirst, isLast }: { isFirst: boolean; isLast: boolean }, { seconds, rate }: Place): Step {
  const fade = fadeSeconds * rate
  const up = isFirst ? 1 : (seconds - start) / fade
  const down = isLast ? 1 : (end - seconds) / fade
  return { gain: Math.max(0, Math.min(1, up, down)), rate, seekTo: null, isOver: false }
}
