import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { FrameSpan } from '@f2l/common/contracts/span.ts'
import type { BubbleRun } from './bubble-runs.ts'
import { valueTree } from './select-tree.ts'

/** An expression that is 1 while a run that is asked for lasts, by time: `n` counts differently in filters with two inputs. */
export function whileRun(runs: BubbleRun[], isShown: (run: BubbleRun) => boolean, frameRate: EditPlan['frameRate']): string {
  const steps: { start: number; value: number }[] = []
  for (const run of runs) {
    const value = isShown(run) ? 1 : 0
    if (steps.at(-1)?.value !== value) steps.push({ start: momentOf(run.start, frameRate), value })
  }
  return valueTree(steps, 't')
}

/** An expression that is 1 during spans of frames (ascending, none over another) and 0 elsewhere, by time. */
export function during(spans: readonly FrameSpan[], frameRate: EditPlan['frameRate']): string {
  const steps: FrameStep[] = [{ start: -1, value: 0 }]
  for (const { start, end } of spans) {
    if (steps.at(-1)!.start === start) steps.pop()
    else steps.push({ start, value: 1 })
    steps.push({ start: end, value: 0 })
  }
  return valueTree(steps.map(({ start, value }) => ({ start: momentOf(start, frameRate), value })), 't')
}

interface FrameStep { start: number; value: 0 | 1 }

/** Seconds at which a frame begins, half a frame early, so that rounding of times cannot move a border. */
export function momentOf(frame: number, { num, den }: EditPlan['frameRate']): number {
  return Number(((frame - 0.5) * den / num).toFixed(6))
}
