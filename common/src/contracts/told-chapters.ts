import type { Chapter } from './edit-plan.ts'
import type { TimeMap } from './time-map.ts'

/** A first chapter later than this gets one before it: players begin their list at 0. */
const leastOpeningSeconds = 5

/**
 * The chapters that a video tells, in source seconds: a person's own in order, else those that the planner found. The rules for
 * found ones do not hold for a person's own; one in a cut is told at the next kept place, which the time map gives.
 */
export function toldChapters(found: readonly Chapter[], own: readonly Chapter[] | null | undefined, map: TimeMap): Chapter[] {
  if (own === null || own === undefined) return [...found]
  const sorted = own.toSorted((a, b) => a.start - b.start)
  // Of those that a cut puts on one spot the last one stays.
  const inOrder = sorted.filter(({ start }, index) => index === sorted.length - 1 || map.toOutput(start) < map.toOutput(sorted[index + 1]!.start))
  const begins = map.toSource(0)
  const isEarly = inOrder.length === 0 || map.toOutput(inOrder[0]!.start) - map.toOutput(begins) <= leastOpeningSeconds
  return isEarly ? inOrder : [{ start: begins, title: found[0]?.title ?? 'Start' }, ...inOrder]
}
