import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
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

/** Seconds at which a frame begins, half a frame early, so that rounding of times cannot move a border. */
export function momentOf(frame: number, { num, den }: EditPlan['frameRate']): number {
  return Number(((frame - 0.5) * den / num).toFixed(6))
}
