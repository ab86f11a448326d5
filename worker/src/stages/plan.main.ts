import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { planEdit, type PlanInput } from '../plan/plan-edit.ts'
import { serveProcess } from '../tools/own-process.ts'

/** Entry of the process that plans the video of a long recording. */
await serveProcess<PlanInput, EditPlan>(async input => planEdit(input))
