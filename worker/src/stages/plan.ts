import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { isLong } from '../plan/long-recording.ts'
import { planEdit, type PlanInput } from '../plan/plan-edit.ts'
import { inOwnProcess, type ProcessStart } from '../tools/own-process.ts'

/**
 * `planEdit`; of a long recording in a process of its own: to align hours of words takes hundreds of thousands of small pieces of memory,
 * and what they leave behind would stay beside the whole render.
 * @throws AppError `recording.nothing_left`, or the signal's reason
 */
export async function plan(input: PlanInput, start: ProcessStart): Promise<EditPlan> {
  return isLong(input.media) ? inOwnProcess<PlanInput, EditPlan>(new URL('./plan.main.ts', import.meta.url), input, start) : planEdit(input)
}
