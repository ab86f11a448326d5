import type { Cue } from '@f2l/common/contracts/transcript.ts'
import type { Analysis } from '../../plan/facts.ts'
import { freeIfLong } from '../free-if-long.ts'
import type { PacketList } from '../../tools/packet-list.ts'
import type { PictureGrid } from '../../tools/picture-grid.ts'
import { findBriefShowings } from './brief-showings.ts'
import { layoutStretches } from './layout-stretches.ts'
import { layoutsOf } from './layouts.ts'
import { look, type LookContext, type LookInput } from './look.ts'
import type { OpenFaces } from './open-faces.ts'
import { splitSharedTiles } from './shared-tiles.ts'
import { matchSpeakers } from './speaker-faces.ts'

export interface Seen extends Pick<Analysis, 'faces' | 'layoutChanges' | 'speakerFaces' | 'keyTimes'> {
  /** When the picture was looked at, ascending, and all of it then as a few blocks. */
  times: number[]
  grids: PictureGrid[]
  /** What names on the tiles may still tell. */
  open: OpenFaces | null
}
export interface PictureInput extends LookInput { /** Of the picture. */ packets: PacketList; cues: Cue[]; /** Else the faces alone are of use: work on the shared screen shows beside them. */ hasBubble: boolean }

/** Faces first, then when the picture is laid out how, then who is who. */
export async function findPicture({ cues, hasBubble, ...input }: PictureInput, context: LookContext): Promise<Seen> {
  const { faces: tracks, times, grids, keyTimes, pictures, small, album } = await look(input, { ...context, report: fraction => context.report(0.75 * fraction) })
  if (!hasBubble) return { faces: tracks, layoutChanges: [], speakerFaces: {}, times, grids, keyTimes, open: null }
  freeIfLong(input)
  const { faces, evidence } = splitSharedTiles(tracks, small, cues)
  const layouts = layoutsOf(faces)
  const stretches = await layoutStretches({ ...input, layouts, looks: small, album }, context)
  const { speakerFaces, open } = await matchSpeakers({ ...input, layouts, stretches, pictures, cues, known: evidence }, { ...context, report: fraction => context.report(0.8 + 0.2 * fraction) })
  const changes = stretches.slice(1).map(({ start }) => start)
  const shown = await findBriefShowings({ ...input, faces, speakerFaces, cues, times, changes }, context)
  return { faces: shown.faces, layoutChanges: shown.changes, speakerFaces, times, grids, keyTimes, open }
}
