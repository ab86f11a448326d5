import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { Cue } from '@f2l/common/contracts/transcript.ts'

/** Cues of the transcript with the measured times of their words, where the plan has them. A catch-up's plan tells less of some cues: those stay without. */
export function withTimedWords(cues: readonly Cue[], plan: Pick<EditPlan, 'cues'>): Cue[] {
  const timed = new Map(plan.cues.flatMap(cue => cue.words?.length ? [[keyOf(cue), cue.words] as const] : []))
  return cues.map(cue => {
    const words = timed.get(keyOf(cue))
    return words ? { ...cue, words } : cue
  })
}

function keyOf({ start, text }: Cue): string {
  return `${start} ${text}`
}
