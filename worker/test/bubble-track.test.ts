import { expect, test } from 'vitest'
import type { Box, BubbleSegment } from '@f2l/common/contracts/edit-plan.ts'
import type { Cue } from '@f2l/common/contracts/transcript.ts'
import { bubbleTrack } from '../src/plan/bubble-track.ts'
import type { FaceTrack } from '../src/plan/facts.ts'

const rate = 25
const seconds = 40
const picture = { width: 1280, height: 720, averageRate: rate, isVariableRate: false, rotation: 0, codec: 'h264', bitDepth: 8, startSeconds: 0, untaggedMatrix: null, streamIndex: 0 }
const cues: Cue[] = [{ start: 0, end: 30, speaker: 'Ada', text: 'A long turn.' }, { start: 30, end: 40, speaker: 'Bob', text: 'Another one.' }]

test('a turn that goes on over a change of the layout shows the same person from both layouts, and changes at the frame', () => {
  const faces = [track(0, [0, 5, 9], 200, 100), track(1, [13, 18, 23, 28, 33, 38], 1000, 60)]
  expect(kinds(faces, { Ada: [0, 1] }, [12.2])).toEqual([[0, 'face', 200], [12.2, 'face', 1000], [29.88, 'initials', null]])
})

test('no face is shown from a layout in which the speaker\'s face is not known', () => {
  const faces = [track(0, [0, 5, 9], 200, 60), track(1, [13, 18, 23, 28, 33, 38], 1000, 60)]
  expect(kinds(faces, { Ada: [1] }, [12.2])).toEqual([[0, 'initials', null], [12.2, 'face', 1000], [29.88, 'initials', null]])
})

test('while the picture is one big face there is no bubble, before and after it there is', () => {
  const faces = [track(0, [0, 5, 9, 25, 28, 33, 38], 1000, 60), track(1, [13, 18], 500, 260), track(2, [13, 18], 1100, 60)]
  expect(kinds(faces, { Ada: [0], Bob: [0] }, [12, 22])).toEqual([[0, 'face', 1000], [12, 'none', null], [22, 'face', 1000], [29.88, 'face', 1000]])
})

test('while one person is pinned, another who speaks is shown from their small tile', () => {
  const times = [0, 5, 9, 13, 18, 23, 28, 33, 38]
  const faces = [track(0, times, 500, 260), track(1, times, 1100, 60)]
  expect(kinds(faces, { Ada: [0], Bob: [1] }, [])).toEqual([[0, 'none', null], [29.88, 'face', 1100]])
})

test('a large tile that shows whoever speaks never gets a bubble, although it is a moment late', () => {
  const faces = [track(0, [0, 5, 9, 13, 18, 23, 28, 31], 500, 260), track(1, [33, 38], 520, 250)]
  expect(kinds(faces, { Ada: [0], Bob: [1] }, [])).toEqual([[0, 'none', null], [29.88, 'none', null]])
})

test('a change of layout next to a change of speaker leaves no stretch too short to be seen', () => {
  const faces = [track(0, [0, 5, 9, 20, 29], 200, 60), track(1, [31, 34, 38], 1000, 60)]
  const found = segments(faces, { Ada: [0], Bob: [1] }, [30.4])
  for (const { frames } of found) expect(frames.end - frames.start).toBeGreaterThan(1.5 * rate)
  expect(found.map(({ speaker, show }) => [speaker, show.kind])).toEqual([['Ada', 'face'], ['Bob', 'face']])
})

test('what a change of layout leaves of a longer turn is shown when it lasts a second', () => {
  const turns: Cue[] = [{ start: 0, end: 2.68, speaker: 'Bob', text: 'A word first.' }, { start: 2.68, end: 40, speaker: 'Ada', text: 'A long turn.' }]
  const faces = [track(0, [0, 6, 12, 18, 24, 30, 36], 200, 60), track(1, [3.5], 200, 60)]
  const found = bubbleTrack({ ...input(faces, { Ada: [0], Bob: [1] }, [1.48, 5.48]), cues: turns })
  expect(found.map(({ frames, speaker, show }) => [frames.start / rate, speaker, show.kind])).toEqual([[0, 'Bob', 'initials'], [1.48, 'Bob', 'face'], [2.56, 'Ada', 'initials'], [5.48, 'Ada', 'face']])
})

test('a head that moves a little does not move the bubble', () => {
  const faces = [{ ...track(0, [], 0, 60), sightings: [0, 5, 10, 15, 20, 25, 28, 33, 38].map((at, index) => ({ at, face: face(600 + 5 * (index % 3), 60), score: 0.9 })) }]
  const turns = Array.from({ length: 8 }, (_, index): Cue => ({ start: 5 * index, end: 5 * index + 5, speaker: index % 2 === 0 ? 'Ada' : 'Bob', text: 'words' }))
  const crops = bubbleTrack({ ...input(faces, { Ada: [0] }, []), cues: turns }).flatMap(({ show }) => show.kind === 'face' ? [JSON.stringify(show.crop)] : [])
  expect(crops).toHaveLength(4)
  expect(new Set(crops).size).toBe(1)
})

test('people in tiles of one size are shown in one size, those of a larger layout larger', () => {
  const faces = [track(0, [0, 5, 10, 15, 20, 25], 200, 60), track(1, [0, 5, 10, 15, 20, 25, 28], 700, 64), track(2, [33, 38], 400, 130)]
  const widths = segments(faces, { Ada: [0], Bob: [1, 2] }, [31]).flatMap(({ show }) => show.kind === 'face' ? [show.crop.width] : [])
  expect(new Set(widths).size).toBe(2)
})

test('where the transcript names no speakers, a single face is shown, and of several none', () => {
  const unnamed = cues.map(cue => ({ ...cue, speaker: null }))
  const shown = (faces: FaceTrack[]): string[] => bubbleTrack({ ...input(faces, {}, []), cues: unnamed }).map(({ show }) => show.kind)
  const one = track(0, [0, 5, 9, 20, 29, 38], 200, 60)
  expect(shown([one])).toEqual(['face'])
  expect(shown([one, track(1, [0, 5, 9, 20, 29, 38], 1000, 60)])).toEqual(['none'])
})

/** Start, kind and where the face is, of each segment. */
function kinds(faces: FaceTrack[], speakerFaces: Record<string, number[]>, changes: number[]): unknown[] {
  return segments(faces, speakerFaces, changes).map(({ frames, show }) => [frames.start / rate, show.kind, show.kind === 'face' ? placeOf(show.crop, faces) : null])
}

function placeOf(crop: Box, faces: FaceTrack[]): number | undefined {
  return faces.map(({ sightings }) => sightings[0]!.face).find(({ x, width }) => Math.abs(crop.x + crop.width / 2 - x - width / 2) < 4)?.x
}

function segments(faces: FaceTrack[], speakerFaces: Record<string, number[]>, layoutChanges: number[]): BubbleSegment[] {
  return bubbleTrack(input(faces, speakerFaces, layoutChanges))
}

function input(faces: FaceTrack[], speakerFaces: Record<string, number[]>, layoutChanges: number[]): Parameters<typeof bubbleTrack>[0] {
  const frames = seconds * rate
  return { media: { grid: { num: rate, den: 1, frames }, video: picture }, analysis: { faces, speakerFaces, layoutChanges }, cues, keep: [{ start: 0, end: frames }], option: 'auto' }
}

function track(id: number, times: number[], x: number, size: number): FaceTrack {
  return { id, tile: null, sightings: times.map(at => ({ at, face: face(x, size), score: 0.9 })) }
}

function face(x: number, size: number): Box {
  return { x, y: 200, width: size, height: size }
}
