import type { Span } from '@f2l/common/contracts/span.ts'
import type { Cue } from '@f2l/common/contracts/transcript.ts'
import type { Analysis } from '../../plan/facts.ts'
import { findBriefShowings } from './brief-showings.ts'
import { layoutStretches } from './layout-stretches.ts'
import { layoutsOf } from './layouts.ts'
import { look, type LookContext, type LookInput } from './look.ts'
import type { OpenFaces } from './open-faces.ts'
import { findScreenMotion } from './screen-motion.ts'
import { splitSharedTiles } from './shared-tiles.ts'
import { matchSpeakers } from './speaker-faces.ts'

export type Seen = Pick<Analysis, 'faces' | 'layoutChanges' | 'speakerFaces' | 'screenMotion'> & { /** What names on the tiles may still tell. */ open: OpenFaces | null }
export interface PictureInput extends LookInput { cues: Cue[]; speech: Span[] }

/** Faces first, then when the picture is laid out how, then who is who, and what moves beside them while nobody speaks. */
export async function findPicture({ cues, speech, ...input }: PictureInput, context: LookContext): Promise<Seen> {
  const { faces: tracks, times, grids, pictures, small } = await look(input, { ...context, report: fraction => context.report(0.75 * fraction) })
  const { faces, evidence } = splitSharedTiles(tracks, { small, pictures }, cues)
  const layouts = layoutsOf(faces)
  const stretches = await layoutStretches({ ...input, layouts, times }, context)
  const { speakerFaces, open } = await matchSpeakers({ ...input, layouts, stretches, pictures, cues, known: evidence }, { ...context, report: fraction => context.report(0.8 + 0.2 * fraction) })
  const changes = stretches.slice(1).map(({ start }) => start)
  const shown = await findBriefShowings({ ...input, faces, speakerFaces, cues, times, changes }, context)
  const screenMotion = speech.length > 0 ? await findScreenMotion({ ...input, speech, faces, times, grids }, context) : []
  return { faces: shown.faces, screenMotion, layoutChanges: shown.changes, speakerFaces, open }
}
