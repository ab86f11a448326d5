/**
 * When what is heard and seen in the sample meeting. Meeting seconds count in the AMI recording,
 * recording seconds in the finished file, which has pauses put in between.
 */
export interface Turn { speaker: string; start: number; end: number; text: string }
export interface Pause { at: number; seconds: number }
export type SlideName = 'size' | 'case' | 'tasks' | 'loading' | 'concept' | 'brand' | 'material' | 'market' | 'clip'
export interface Scene { from: number; view: 'gallery' | SlideName }

/** Names are invented: the corpus gives letters only. */
export const speakerNames: Readonly<Record<string, string>> = { A: 'Adam Reid', B: 'Beth Moore', C: 'Callum Hart', D: 'Diana Lowe' }
export const clipSpeaker = 'Recorded clip'

export const meetingSeconds = 93.791
export const clipSeconds = 42.43

/** Pauses stand only where, by the annotation, nobody speaks (11.373–11.437, 32.013–33.03 and 76.493–77.005). */
export const pauses: readonly Pause[] = [
  { at: 0, seconds: 1.5 },
  { at: 11.405, seconds: 1.8 },
  { at: 32.4, seconds: 12 },
  { at: 76.75, seconds: 6 },
  { at: meetingSeconds, seconds: 2.6 },
]
const tailSeconds = 2

export const clipStart = recordingTime(meetingSeconds)
/** A whole number of 12.5 fps frames. */
export const recordingSeconds = Math.round((clipStart + clipSeconds + tailSeconds) * 12.5) / 12.5

/** Heard in long-silence-talk; starts and ends measured at −38 dB. */
const clipTurns: readonly Turn[] = [
  { speaker: clipSpeaker, start: 0, end: 0.63, text: 'Hello.' },
  { speaker: clipSpeaker, start: 1.33, end: 4.7, text: 'This is an example video for your convenience and pleasure.' },
  { speaker: clipSpeaker, start: 5.09, end: 10.36, text: 'You are allowed to use this video for any purpose, including commercial uses.' },
  { speaker: clipSpeaker, start: 10.73, end: 12.97, text: 'On the bottom right you can see the time.' },
  { speaker: clipSpeaker, start: 13.87, end: 17.3, text: 'When the time reaches forty seconds, I will say banana.' },
  { speaker: clipSpeaker, start: 39.96, end: 40.46, text: 'Banana.' },
]

/** What the picture shows; each scene lasts until the next. */
export const scenes: readonly Scene[] = [
  { from: 0, view: 'gallery' },
  { from: recordingTime(4.6), view: 'size' },
  { from: recordingTime(11.42), view: 'case' },
  { from: recordingTime(24.6), view: 'tasks' },
  { from: recordingTime(32) + 0.2, view: 'loading' },
  { from: recordingTime(32.9), view: 'concept' },
  { from: recordingTime(42.9), view: 'gallery' },
  { from: recordingTime(51.4), view: 'brand' },
  { from: recordingTime(65.9), view: 'material' },
  { from: recordingTime(77.6), view: 'market' },
  { from: recordingTime(91.2), view: 'gallery' },
  { from: clipStart - 1.2, view: 'clip' },
  { from: clipStart + clipSeconds + 0.4, view: 'gallery' },
]

/** Seconds of the finished recording at which a second of the AMI recording is heard. */
export function recordingTime(meetingTime: number): number {
  const inserted = pauses.filter(pause => pause.at <= meetingTime).reduce((sum, pause) => sum + pause.seconds, 0)
  return Math.round((meetingTime + inserted) * 1000) / 1000
}

/** Every turn of the finished recording, in order of its start. A turn ends before a pause that starts at its end. */
export function recordingTurns(meetingTurns: readonly Turn[]): Turn[] {
  const shifted = meetingTurns.map(turn => {
    const start = recordingTime(turn.start)
    return { speaker: speakerNames[turn.speaker] ?? turn.speaker, start, end: roundMs(start + turn.end - turn.start), text: turn.text }
  })
  const clip = clipTurns.map(turn => ({ ...turn, start: roundMs(clipStart + turn.start), end: roundMs(clipStart + turn.end) }))
  return [...shifted, ...clip].sort((a, b) => a.start - b.start)
}

export function sceneAt(time: number): Scene {
  return scenes.findLast(scene => scene.from <= time + 1e-6) ?? scenes[0]!
}

function roundMs(seconds: number): number {
  return Math.round(seconds * 1000) / 1000
}
