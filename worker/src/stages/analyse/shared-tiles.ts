import type { Cue } from '@f2l/common/contracts/transcript.ts'
import type { FaceTrack } from '../../plan/facts.ts'
import { assignFaces } from './assign-faces.ts'
import { byCamera, coloursAt, type KeptPicture } from './same-person.ts'
import { speakingAt, type Evidence } from './speaker-votes.ts'

export interface PeopleInTiles {
  faces: FaceTrack[]
  /** What it tells that somebody is shown while a speaker speaks; nothing for tiles that always show the same person. */
  evidence: Evidence
}

/** Whoever is shown less often cannot be told from a picture in between. */
const leastSightings = 2
/** How much it counts that a person is shown twice as often as usual while somebody speaks, in votes … */
const votesPerLift = 3
/** … when seen at so many moments; below that less. */
const enoughMoments = 3
/** Keeps shares of nothing out of the logarithm. */
const leastShare = 0.05
const mostVotes = 4

/**
 * Meeting tools put whoever speaks into one and the same tile. A face track that shows different cameras in turn, each while
 * another person speaks, becomes one track a person. A room that only got darker stays one track: the same person speaks in both.
 *
 * @param looks all that were looked at, small
 */
export function splitSharedTiles(faces: FaceTrack[], looks: KeptPicture[], cues: Cue[]): PeopleInTiles {
  const speakers = [...new Set(cues.flatMap(({ speaker }) => speaker?.trim() ? [speaker] : []))]
  let nextId = 1 + Math.max(-1, ...faces.map(({ id }) => id))
  const all: Evidence[] = []
  const split = faces.flatMap(face => {
    const people = camerasIn(face, looks).map((sightings, index) => ({ ...face, id: index === 0 ? face.id : nextId + index - 1, sightings }))
    const ids = people.map(({ id }) => id)
    const evidence = shownVotes(people, cues)
    if (Object.keys(assignFaces(speakers, ids, evidence)).length < 2) return [face]
    nextId += people.length - 1
    all.push((speaker, id) => ids.includes(id) ? evidence(speaker, id) : 0)
    return people
  })
  return { faces: split.sort((a, b) => b.sightings.length - a.sightings.length), evidence: (speaker, id) => all.reduce((sum, each) => sum + each(speaker, id), 0) }
}

/** The sightings of a track by camera; what was seen too rarely is left out. One group: the track as it is. */
function camerasIn({ tile, sightings }: FaceTrack, pictures: KeptPicture[]): FaceTrack['sightings'][] {
  const seen = sightings.flatMap(sighting => {
    const picture = pictures.find(({ at }) => at === sighting.at)
    return picture ? [{ sighting, look: coloursAt(picture, sighting.face, tile) }] : []
  })
  const often = byCamera(seen).filter(camera => camera.length >= leastSightings)
  return often.length < 2 ? [sightings] : often.map(camera => camera.map(({ sighting }) => sighting))
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
