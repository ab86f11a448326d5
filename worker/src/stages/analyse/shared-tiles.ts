import type { Box } from '@f2l/common/contracts/edit-plan.ts'
import type { Cue } from '@f2l/common/contracts/transcript.ts'
import type { FaceTrack } from '../../plan/facts.ts'
import { assignFaces } from './assign-faces.ts'
import { findTile, greyOf } from './camera-tile.ts'
import { usualFace } from './face-tracks.ts'
import { colourDifference, coloursAt, type KeptPicture } from './same-person.ts'
import { speakingAt, type Evidence } from './speaker-votes.ts'

export interface PeopleInTiles {
  faces: FaceTrack[]
  /** What it tells that somebody is shown while a speaker speaks; nothing for tiles that always show the same person. */
  evidence: Evidence
}

/** All that were looked at, small, and some of them large. */
export interface Pictures { small: KeptPicture[]; pictures: KeptPicture[] }

/** Looks into one camera differ by less than this (mean difference in colour, 0..255), two cameras by more. */
const oneCamera = 22
/** Whoever is shown less often cannot be told from a picture in between. */
const leastSightings = 2
/** How much it counts that a person is shown twice as often as usual while somebody speaks, in votes … */
const votesPerLift = 3
/** … when seen at so many moments; below that less. */
const enoughMoments = 3
/** Keeps shares of nothing out of the logarithm. */
const leastShare = 0.05
const mostVotes = 4
/** Pictures that a tile is found on. */
const mostForTile = 8

/**
 * Meeting tools put whoever speaks into one and the same tile. A face track that shows different cameras in turn, each while
 * another person speaks, becomes one track a person. A room that only got darker stays one track: the same person speaks in both.
 */
export function splitSharedTiles(faces: FaceTrack[], { small, pictures }: Pictures, cues: Cue[]): PeopleInTiles {
  const speakers = [...new Set(cues.flatMap(({ speaker }) => speaker?.trim() ? [speaker] : []))]
  let nextId = 1 + Math.max(-1, ...faces.map(({ id }) => id))
  const all: Evidence[] = []
  const split = faces.flatMap(face => {
    const people = camerasIn(face, small).map((sightings, index) => ({ ...face, id: index === 0 ? face.id : nextId + index - 1, sightings }))
    const ids = people.map(({ id }) => id)
    const evidence = shownVotes(people, cues)
    if (Object.keys(assignFaces(speakers, ids, evidence)).length < 2) return [face]
    nextId += people.length - 1
    all.push((speaker, id) => ids.includes(id) ? evidence(speaker, id) : 0)
    return withTile(people, pictures)
  })
  return { faces: split.sort((a, b) => b.sightings.length - a.sightings.length), evidence: (speaker, id) => all.reduce((sum, each) => sum + each(speaker, id), 0) }
}

/** The sightings of a track by camera; what was seen too rarely is left out. One group: the track as it is. */
function camerasIn({ tile, sightings }: FaceTrack, pictures: KeptPicture[]): FaceTrack['sightings'][] {
  const cameras: { looks: Float32Array[]; sightings: FaceTrack['sightings'] }[] = []
  for (const sighting of sightings) {
    const picture = pictures.find(({ at }) => at === sighting.at)
    if (!picture) continue
    const look = coloursAt(picture, sighting.face, tile)
    const known = cameras.find(({ looks }) => colourDifference(looks[looks.length >> 1]!, look) <= oneCamera)
    if (known) {
      known.looks.push(look)
      known.sightings.push(sighting)
    } else cameras.push({ looks: [look], sightings: [sighting] })
  }
  const often = cameras.filter(camera => camera.sightings.length >= leastSightings)
  return often.length < 2 ? [sightings] : often.map(camera => camera.sightings)
}

/** One tile for all of them: pictures of several cameras blur its sides, those of each alone do not. */
function withTile(people: FaceTrack[], pictures: KeptPicture[]): FaceTrack[] {
  const found = people.flatMap(person => tileOf(person, pictures) ?? [])
  if (found.length === 0) return people
  const middle = (pick: (box: Box) => number): number => found.map(pick).sort((a, b) => a - b)[found.length >> 1]!
  const [x, y] = [middle(box => box.x), middle(box => box.y)]
  const tile = { x, y, width: middle(box => box.x + box.width) - x, height: middle(box => box.y + box.height) - y }
  return people.map(person => ({ ...person, tile }))
}

/** In points of the source. */
function tileOf({ sightings }: FaceTrack, pictures: KeptPicture[]): Box | null {
  const seen = pictures.filter(({ at }) => sightings.some(sighting => sighting.at === at)).slice(0, mostForTile)
  const scale = seen[0]?.scale ?? 1
  const scaled = ({ x, y, width, height }: Box, by: number): Box => ({ x: Math.round(x * by), y: Math.round(y * by), width: Math.round(width * by), height: Math.round(height * by) })
  const tile = findTile(seen.map(({ picture }) => greyOf(picture)), scaled(usualFace(sightings), scale))
  return tile && scaled(tile, 1 / scale)
}

/** Who is shown more than usual while somebody speaks. */
function shownVotes(people: FaceTrack[], cues: Cue[]): Evidence {
  const bySpeaker = new Map<string, Map<number, number>>()
  const usual = new Map<number, number>()
  for (const { id, sightings } of people) {
    for (const { at } of sightings) {
      usual.set(id, (usual.get(id) ?? 0) + 1)
      for (const [speaker, weight] of speakingAt(cues, at)) {
        const row = bySpeaker.get(speaker) ?? new Map<number, number>()
        bySpeaker.set(speaker, row.set(id, (row.get(id) ?? 0) + weight))
      }
    }
  }
  const sum = (counts: Map<number, number>): number => [...counts.values()].reduce((total, count) => total + count, 0)
  return (speaker, id) => {
    const row = bySpeaker.get(speaker)
    if (!row) return 0
    const lift = Math.log(((row.get(id) ?? 0) / sum(row) + leastShare) / ((usual.get(id) ?? 0) / sum(usual) + leastShare))
    return Math.max(-mostVotes, Math.min(mostVotes, votesPerLift * lift * Math.min(1, sum(row) / enoughMoments)))
  }
}
