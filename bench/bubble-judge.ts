import type { BubbleSegment, EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { Span } from '@f2l/common/contracts/span.ts'
import { makeTimeMap } from '@f2l/common/contracts/time-map.ts'
import { initialsOf } from '@f2l/common/captions/speaker-look.ts'
import { overlap } from '../worker/src/tools/face-detector.ts'
import type { Placed } from './gallery-meetings.ts'

export interface Truth { names: string[]; turns: Span[][]; placed: Placed[] }
export type Verdict = 'right' | 'wrong-face' | 'initials-though-visible' | 'wrong-initials' | 'nothing'

/** The bubble turns a moment before the first word and waits for the last one. */
const tolerance = 0.3
const stepSeconds = 0.1

/** What the bubble shows at each tenth of a second of the output, after the title card. */
export function judge(plan: EditPlan, truth: Truth): { verdicts: Verdict[]; nameShare: number } {
  const moments = momentsOf(plan, stepSeconds)
  const isNamed = ({ at, segment }: Moment): boolean => speakingAt(at, truth).some(person => truth.names[person] === segment?.speaker)
  return { verdicts: moments.map(moment => verdictAt(moment, truth)), nameShare: moments.filter(isNamed).length / moments.length }
}

export interface Moment { outputSeconds: number; at: number; segment: BubbleSegment | undefined }

/** Moments of the output with the source second and the part of the plan that they show. */
export function momentsOf(plan: EditPlan, spacing: number): Moment[] {
  const map = makeTimeMap(plan)
  const rate = plan.frameRate.num / plan.frameRate.den
  const begin = plan.titleCard.frames / rate
  return Array.from({ length: Math.floor((map.outputSeconds - begin) / spacing) }, (_, index) => {
    // In the middle of a frame.
    const outputSeconds = (Math.floor((begin + index * spacing) * rate) + 0.5) / rate
    const at = map.toSource(outputSeconds)
    return { outputSeconds, at, segment: plan.bubble.find(({ frames }) => at * rate >= frames.start && at * rate < frames.end) }
  })
}

/** Is the camera of the person whom the bubble means to be seen in the picture, beside the rest of it? */
export function isCameraVisible({ at, segment }: Moment, { names, placed }: Truth): boolean {
  return segment?.speaker != null && placed.some(tile => tile.hasCamera && names[tile.person] === segment.speaker && isShown(tile, at))
}

function verdictAt({ at, segment }: Moment, truth: Truth): Verdict {
  const speaking = speakingAt(at, truth)
  const shown = truth.placed.filter(tile => isShown(tile, at))
  const show = segment?.show ?? { kind: 'none' }
  if (show.kind === 'none') return shown.some(tile => tile.isBig && tile.hasCamera && speaking.includes(tile.person)) ? 'right' : 'nothing'
  if (show.kind === 'face') return shown.some(tile => tile.hasCamera && speaking.includes(tile.person) && overlap(show.crop, tile.box) > 0.97) ? 'right' : 'wrong-face'
  const person = speaking.find(each => initialsOf(truth.names[each]!) === show.text)
  if (person === undefined) return 'wrong-initials'
  return shown.some(tile => tile.person === person && tile.hasCamera) ? 'initials-though-visible' : 'right'
}

function isShown({ spans }: Placed, at: number): boolean {
  return spans.some(({ start, end }) => at >= start && at < end)
}

/** Who speaks around this moment; in a pause, who spoke last and who will next. */
function speakingAt(at: number, { turns }: Truth): number[] {
  const near = turns.flatMap((own, person) => own.some(({ start, end }) => start - tolerance <= at && end + tolerance >= at) ? [person] : [])
  if (near.length > 0) return near
  const before = Math.max(...turns.flat().map(({ end }) => end).filter(end => end <= at))
  const after = Math.min(...turns.flat().map(({ start }) => start).filter(start => start >= at))
  return turns.flatMap((own, person) => own.some(({ start, end }) => end === before || start === after) ? [person] : [])
}
