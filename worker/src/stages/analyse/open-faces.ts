import type { Box } from '@f2l/common/contracts/edit-plan.ts'
import type { FaceTrack } from '../../plan/facts.ts'
import { assignFaces } from './assign-faces.ts'
import type { Evidence } from './speaker-votes.ts'

/** What is known about who is who where not everybody's face is sure: plain data, so that another process can go on from it. */
export interface OpenFaces {
  speakers: string[]
  layouts: OpenLayout[]
  /** Pairs of faces of different layouts that are one person's. */
  links: [number, number][]
  /** Speaker → face → evidence. */
  votes: Record<string, Record<number, number>>
}
export interface OpenLayout {
  faces: number[]
  /** Where names may stand; empty where everybody who speaks is sure, or every face. */
  tiles: OpenTile[]
}
/** `owner` is whose it surely is, `times` when its face was seen. */
export interface OpenTile { face: number; tile: Box; times: number[]; owner: string | null }

export interface KnownFaces { speakers: string[]; layouts: FaceTrack[][]; links: [number, number][]; evidence: Evidence; picture: { width: number; height: number } }

/** A lead by so much more than it takes to be shown is as good as certain. */
const sure = 0.5
/** A face this high (part of the picture's height) without a tile is alone in the picture. */
const bigFace = 0.2
/** Of a name written on a smaller tile nothing can be read. */
const leastTile = { width: 90, height: 50 }

/** The tiles in which a name could tell what frames and mouths have not told; null where there are none. */
export function openFaces({ speakers, layouts, links, evidence, picture }: KnownFaces): OpenFaces | null {
  const open = layouts.map((faces): OpenLayout => {
    const ids = faces.map(({ id }) => id)
    const owners = new Map(Object.entries(assignFaces(speakers, ids, evidence, sure)).map(([speaker, face]) => [face, speaker]))
    const tiles = owners.size < speakers.length ? faces.flatMap(face => openTile(face, owners.get(face.id) ?? null, picture)) : []
    return { faces: ids, tiles: tiles.some(({ owner }) => owner === null) ? tiles : [] }
  })
  if (open.every(({ tiles }) => tiles.length === 0)) return null
  const all = open.flatMap(({ faces }) => faces)
  const votes = Object.fromEntries(speakers.map(speaker => [speaker, Object.fromEntries(all.map(face => [face, evidence(speaker, face)]))]))
  return { speakers, layouts: open, links, votes }
}

function openTile({ id, tile, sightings }: FaceTrack, owner: string | null, picture: { width: number; height: number }): OpenTile[] {
  const isAlone = tile === null && sightings[sightings.length >> 1]!.face.height >= bigFace * picture.height
  const box = isAlone ? { x: 0, y: 0, width: picture.width, height: picture.height } : tile
  return box && box.width >= leastTile.width && box.height >= leastTile.height ? [{ face: id, tile: box, owner, times: sightings.map(({ at }) => at) }] : []
}
