import { people, type Look } from './people.ts'
import { clipSeconds, clipSpeaker, clipStart, recordingSeconds, sceneAt, type Scene, type Turn } from './schedule.ts'
import { seededNumbers } from '@f2l/common/seeded-numbers.ts'

/** The drawing is made at half the video's 25 fps: a webcam in a call moves no smoother. */
export const drawnFramesPerSecond = 12.5

export interface Pose {
  /** Pixels of the 640 × 360 camera picture, and degrees. */
  x: number; y: number; turn: number
  /** How far nose, eyes and mouth are shifted on the head: it looks a little aside. */
  asideX: number; asideY: number
  mouth: number; eyes: 'open' | 'half' | 'closed'
}
export interface FrameState {
  time: number
  view: Scene['view']
  /** Who is framed as speaking: a person's id, the shared clip, or nobody yet. */
  active: string | null
  poses: Record<string, Pose>
  /** Seconds into the shared clip, where it is on screen. */
  clipTime: number | null
}

/** What every frame of the recording shows. */
export function frameStates(turns: readonly Turn[], loudness: readonly number[]): FrameState[] {
  const count = Math.round(recordingSeconds * drawnFramesPerSecond)
  const times = Array.from({ length: count }, (_, frame) => frame / drawnFramesPerSecond)
  const active = activeSpeakers(turns, times)
  const tracks = new Map(people.map(person => [person.id, poseTrack({ person, turns, times, loudness, active })]))
  return times.map((time, frame) => {
    const { view } = sceneAt(time)
    return {
      time, view, active: active[frame] ?? null,
      poses: Object.fromEntries(people.map(person => [person.id, tracks.get(person.id)![frame]!])),
      clipTime: view === 'clip' ? Math.min(clipSeconds, Math.max(0, time - clipStart)) : null,
    }
  })
}

/** Longer than an answer thrown in (seconds). */
const longTurn = 3

/** Meeting tools frame the one who holds the floor: whoever began first to speak at length, and the last one while nobody speaks. */
function activeSpeakers(turns: readonly Turn[], times: readonly number[]): (string | null)[] {
  let last: string | null = null
  return times.map(time => {
    const going = turns.filter(turn => turn.start + 0.25 <= time && time < turn.end && turn.end - turn.start > 1)
    const holder = going.find(turn => turn.end - turn.start > longTurn) ?? going[0]
    if (holder !== undefined) last = idOf(holder.speaker)
    return last
  })
}

function idOf(speaker: string): string | null {
  return speaker === clipSpeaker ? 'clip' : (people.find(person => person.name === speaker)?.id ?? null)
}

interface PoseInput { person: Look; turns: readonly Turn[]; times: readonly number[]; loudness: readonly number[]; active: readonly (string | null)[] }

function poseTrack({ person, turns, times, loudness, active }: PoseInput): Pose[] {
  const own = turns.filter(turn => turn.speaker === person.name)
  const blinks = blinkTimes(person.seed)
  let mouth = 0
  let vigour = 0
  return times.map((time, frame) => {
    const turn = own.find(turn => turn.start <= time && time < turn.end)
    const isSpeaking = turn !== undefined
    // One microphone mix for all: somebody who only waits inside a long turn hardly moves the lips to another's voice.
    const share = isSpeaking && (active[frame] === person.id || turn.end - turn.start <= longTurn) ? 1 : 0.25
    const someoneSpeaks = turns.some(turn => turn.start - 0.5 <= time && time < turn.end + 0.5)
    mouth += 0.65 * ((isSpeaking ? (loudness[frame] ?? 0) * share : 0) - mouth)
    vigour += 0.08 * ((isSpeaking ? 1 : someoneSpeaks ? 0.4 : 0.1) - vigour)
    return { ...sway(person.seed, time, vigour), y: sway(person.seed, time, vigour).y + nod(own, time), mouth, eyes: eyesAt(time, blinks) }
  })
}

/** Sums of slow waves whose periods share no factor: nobody seems to move in a loop. */
function sway(seed: number, time: number, vigour: number): Omit<Pose, 'mouth' | 'eyes'> {
  const wave = (period: number, phase: number): number => Math.sin(2 * Math.PI * (time / period + (seed * phase) % 1))
  const breath = 0.7 * wave(4.3, 0.37)
  return {
    x: 2 * wave(11.3, 0.13) + vigour * (4 * wave(3.7, 0.71) + 2.5 * wave(1.9, 0.29)),
    y: breath + vigour * (2.2 * wave(2.3, 0.53) + 1.2 * wave(1.1, 0.17)),
    turn: 0.8 * wave(13.1, 0.61) + vigour * (1.6 * wave(4.1, 0.43) + 0.9 * wave(1.7, 0.83)),
    asideX: 1.6 * wave(9.7, 0.31) + vigour * 2.6 * wave(3.1, 0.67),
    asideY: 0.6 * wave(8.1, 0.19) + vigour * 1.3 * wave(2.7, 0.47),
  }
}

/** A short answer ("Mm-hmm", "Right") comes with a nod. */
function nod(own: readonly Turn[], time: number): number {
  const answer = own.find(turn => turn.end - turn.start < 2.2 && turn.start <= time && time < turn.start + 1)
  return answer === undefined ? 0 : 6 * Math.sin(2 * Math.PI * (time - answer.start)) ** 2
}

function blinkTimes(seed: number): number[] {
  const random = seededNumbers(seed * 97)
  const times: number[] = []
  for (let time = 1 + 3 * random(); time < recordingSeconds; time += 2.2 + 3.6 * random()) times.push(time)
  return times
}

function eyesAt(time: number, blinks: readonly number[]): Pose['eyes'] {
  const since = Math.min(...blinks.map(blink => time - blink).filter(seconds => seconds >= 0), Infinity)
  if (since >= 0.24) return 'open'
  return since >= 0.08 && since < 0.16 ? 'closed' : 'half'
}
