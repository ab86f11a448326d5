import { captionsOf } from '@f2l/common/captions/caption-lines.ts'
import type { ConvertOptions, EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { RenditionKeys } from '@f2l/common/contracts/internal-api.ts'
import { withShownNames } from '@f2l/common/contracts/shown-speakers.ts'
import { writeVtt } from '@f2l/common/transcript-formats/write-captions.ts'
import { publicName } from './public-text.ts'

/** Has a page captions? Beside the picture they need no video made anew: what was made without them can get them, and the other way round. */
export function hasCaptions({ plan, files }: { plan: EditPlan; files: Pick<RenditionKeys, 'captionsVtt'> }, { captions }: Pick<ConvertOptions, 'captions'>): boolean {
  if (captions === 'none') return false
  return files.captionsVtt !== null || plan.captions === 'none' && plan.cues.some(({ text }) => text.trim() !== '')
}

/** The captions of a video as WebVTT, made of its plan when they are asked for: they name the speakers as they are called now. */
export function captionsFile(plan: EditPlan, { speakers }: Pick<ConvertOptions, 'speakers'>): string {
  const cues = withShownNames(plan.cues, speakers).map(cue => ({ ...cue, speaker: cue.speaker && publicName(cue.speaker) }))
  return writeVtt(captionsOf({ ...plan, cues, speakers: [] }).map(({ start, end, lines, speaker }) => ({ start, end, speaker, text: lines.join('\n') })))
}
