import type { Cue } from '@f2l/common/contracts/transcript.ts'
import type { Analysis } from '../../plan/facts.ts'
import type { PictureGrid } from '../../tools/picture-grid.ts'
import { layoutStretches } from './layout-stretches.ts'
import { layoutsOf } from './layouts.ts'
import { look, type LookContext, type LookInput } from './look.ts'
import { splitSharedTiles } from './shared-tiles.ts'
import { matchSpeakers } from './speaker-faces.ts'

export interface Seen extends Pick<Analysis, 'faces' | 'layoutChanges' | 'speakerFaces'> {
  /** When the picture was looked at, ascending, and all of it then as a few blocks. */
  times: number[]
  grids: PictureGrid[]
}
export interface PictureInput extends LookInput { cues: Cue[] }

/** Faces first, then when the picture is laid out how, then who is who. */
export async function findPicture({ cues, ...input }: PictureInput, context: LookContext): Promise<Seen> {
  const { faces: tracks, times, grids, pictures, small } = await look(input, { ...context, report: fraction => context.report(0.75 * fraction) })
  const { faces, evidence } = splitSharedTiles(tracks, { small, pictures }, cues)
  const layouts = layoutsOf(faces)
  const stretches = await layoutStretches({ ...input, layouts, looks: small }, context)
  const speakerFaces = await matchSpeakers({ ...input, layouts, stretches, pictures, cues, known: evidence }, { ...context, report: fraction => context.report(0.8 + 0.2 * fraction) })
  return { faces, layoutChanges: stretches.slice(1).map(({ start }) => start), speakerFaces, times, grids }
}
