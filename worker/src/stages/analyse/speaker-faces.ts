import type { Box } from '@f2l/common/contracts/edit-plan.ts'
import type { Cue } from '@f2l/common/contracts/transcript.ts'
import type { FaceTrack } from '../../plan/facts.ts'
import { floorOf, type Turn } from '../../plan/floor.ts'
import type { FfmpegTools } from '../../tools/ffmpeg.ts'
import { readBurst } from '../../tools/picture-burst.ts'
import { assignFaces, type Motion } from './assign-faces.ts'

export interface SpeakerFacesInput {
  path: string
  streamIndex: number
  width: number
  height: number
  faces: FaceTrack[]
  cues: Cue[]
}
export interface SpeakerFacesContext { tools: FfmpegTools; signal: AbortSignal; report(fraction: number): void }

const burstSeconds = 0.8
const picturesPerSecond = 10
const burstWidth = 640
/** Looks per speaker, and in all: a look costs about a tenth of a second. */
const mostBurstsPerSpeaker = 6
const mostBursts = 30
/** Who says less than this in all is not worth a guess. */
const leastTurnSeconds = 1.6
/** A face must have been seen within this of the moment to be compared at it. */
const sightingReach = 2

/**
 * Which face belongs to which speaker: while somebody has the floor, it is their mouth that moves.
 * Speakers whose face is not clear are left out; initials are better than a wrong face.
 */
export async function matchSpeakers(input: SpeakerFacesInput, context: SpeakerFacesContext): Promise<Record<string, number[]>> {
  const turns = floorOf(input.cues)
  const speakers = [...new Set(turns.map(({ speaker }) => speaker))]
  if (input.faces.length === 0 || speakers.length === 0) return {}
  if (input.faces.length === 1 && speakers.length === 1) return { [speakers[0]!]: [input.faces[0]!.id] }
  const pairs: [string, number][] = []
  const layouts = layoutsOf(input.faces)
  for (const [index, faces] of layouts.entries()) {
    const report = (fraction: number): void => context.report((index + fraction) / layouts.length)
    pairs.push(...Object.entries(await matchInLayout(turns, speakers, { ...input, faces }, { ...context, report })))
  }
  return Object.fromEntries(speakers.map(speaker => [speaker, pairs.filter(([name]) => name === speaker).map(([, id]) => id)]))
}

/** Faces that are seen together make a layout (gallery, strip beside a shared screen …); each person has one face in each. */
function layoutsOf(faces: FaceTrack[]): FaceTrack[][] {
  const layouts: { faces: FaceTrack[]; times: Set<number> }[] = []
  for (const face of faces) {
    const times = face.sightings.map(({ at }) => at)
    const layout = layouts.find(known => times.filter(at => known.times.has(at)).length > times.length / 2)
    if (layout) layout.faces.push(face)
    else layouts.push({ faces: [face], times: new Set(times) })
  }
  return layouts.map(layout => layout.faces)
}

async function matchInLayout(turns: Turn[], speakers: string[], input: SpeakerFacesInput, context: SpeakerFacesContext): Promise<Record<string, number>> {
  const moments = chooseMoments(turns, speakers, input.faces)
  const motions: Motion[] = []
  for (const [index, { speaker, at }] of moments.entries()) {
    motions.push({ speaker, byFace: await mouthMotion(at, input, context) })
    context.report((index + 1) / moments.length)
  }
  return assignFaces(motions, input.faces.map(({ id }) => id))
}

interface Moment { speaker: string; at: number }

/** Pictures that this layout's faces were seen on, in each speaker's longest turns; they are mostly key frames, where decoding may begin. */
function chooseMoments(turns: Turn[], speakers: string[], faces: FaceTrack[]): Moment[] {
  const each = Math.max(2, Math.min(mostBurstsPerSpeaker, Math.floor(mostBursts / speakers.length)))
  const seen = [...new Set(faces.flatMap(({ sightings }) => sightings.map(({ at }) => at)))]
  return speakers.flatMap(speaker => {
    const own = turns.filter(turn => turn.speaker === speaker && turn.end - turn.start >= leastTurnSeconds).sort((a, b) => (b.end - b.start) - (a.end - a.start))
    return own.flatMap(({ start, end }) => seen.filter(at => at >= start && at + burstSeconds <= end)).slice(0, each).map(at => ({ speaker, at }))
  }).slice(0, mostBursts)
}

async function mouthMotion(at: number, { path, streamIndex, width, height, faces }: SpeakerFacesInput, { tools, signal }: SpeakerFacesContext): Promise<Map<number, number>> {
  const scale = Math.min(1, burstWidth / Math.max(width, height))
  const size = { width: Math.max(2, Math.round(width * scale)), height: Math.max(2, Math.round(height * scale)) }
  const pictures = await readBurst(tools, { path, streamIndex, at, seconds: burstSeconds, picturesPerSecond, ...size, signal })
  const motion = new Map<number, number>()
  for (const { id, sightings } of faces) {
    const near = sightings.toSorted((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at))[0]
    if (!near || Math.abs(near.at - at) > sightingReach) continue
    const face = { x: near.face.x * scale, y: near.face.y * scale, width: near.face.width * scale, height: near.face.height * scale }
    motion.set(id, motionIn(pictures, size.width, mouthOf(face)))
  }
  return motion
}

/** The lower half of a face, where talking is to be seen. */
function mouthOf({ x, y, width, height }: Box): Box {
  return { x: x + 0.15 * width, y: y + 0.55 * height, width: 0.7 * width, height: 0.5 * height }
}

/** Mean change of grey from picture to picture. */
function motionIn(pictures: Uint8Array[], width: number, box: Box): number {
  const columns = { from: Math.max(0, Math.floor(box.x)), to: Math.min(width, Math.ceil(box.x + box.width)) }
  let sum = 0
  let count = 0
  for (let k = 1; k < pictures.length; k++) {
    const height = pictures[k]!.length / width
    for (let y = Math.max(0, Math.floor(box.y)); y < Math.min(height, box.y + box.height); y++) {
      for (let x = columns.from; x < columns.to; x++) {
        sum += Math.abs(pictures[k]![y * width + x]! - pictures[k - 1]![y * width + x]!)
        count++
      }
    }
  }
  return count > 0 ? sum / count : 0
}
