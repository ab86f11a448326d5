import { expect, test } from 'vitest'
import { convertOptions, editPlan, type EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { Span } from '@f2l/common/contracts/span.ts'
import type { Cue, MeetingNotes, Transcript } from '@f2l/common/contracts/transcript.ts'
import type { Analysis, MediaInfo } from '../src/plan/facts.ts'
import { keptBetween } from '../src/plan/find-cuts.ts'
import { layoutFor } from '../src/plan/layout.ts'
import { planEdit, type PlanInput } from '../src/plan/plan-edit.ts'
import { encodeLevels } from '../src/plan/sound-levels.ts'
import { initialsOf, speakerColours } from '@f2l/common/captions/speaker-look.ts'
import { seededNumbers } from '@f2l/common/seeded-numbers.ts'

const quiet = -70
const loud = -25

test('kept pieces and cuts tile the source exactly, in whole ascending frames, over random recordings', () => {
  const random = seededNumbers(1)
  for (let round = 0; round < 80; round++) {
    const input = randomInput(random)
    const plan = planEdit(input)
    expect(() => editPlan.parse(plan)).not.toThrow()
    const tiles = [...plan.keep, ...plan.cuts.map(cut => cut.frames)].sort((a, b) => a.start - b.start)
    expect(tiles[0]!.start).toBe(0)
    expect(tiles.at(-1)!.end).toBe(plan.sourceFrames)
    tiles.forEach((tile, index) => {
      expect(Number.isInteger(tile.start) && Number.isInteger(tile.end) && tile.end > tile.start).toBe(true)
      if (index > 0) expect(tile.start).toBe(tiles[index - 1]!.end)
    })
  }
})

test('speech keeps its margins: no cut comes nearer than 0.2 s before it and 0.25 s after it', () => {
  const random = seededNumbers(2)
  for (let round = 0; round < 60; round++) {
    const input = randomInput(random)
    const plan = planEdit(input)
    const cuts = plan.cuts.map(({ frames }) => inSeconds(plan, frames))
    for (const { start, end } of input.analysis.speech) {
      for (const cut of cuts) expect(cut.end <= start - 0.2 + 1e-9 || cut.start >= end + 0.25 - 1e-9 || (cut.start === 0 && cut.end <= start - 0.2 + 1e-9)).toBe(true)
    }
  }
})

test('same facts, same plan', () => {
  expect(planEdit(randomInput(seededNumbers(5)))).toEqual(planEdit(randomInput(seededNumbers(5))))
})

test('a long silence goes except its margins; a short pause stays', () => {
  const plan = planEdit(inputOf({ seconds: 30, speech: [{ start: 0, end: 5 }, { start: 5.6, end: 10 }, { start: 22, end: 30 }] }))
  expect(plan.cuts).toHaveLength(1)
  const [cut] = plan.cuts
  expect(cut!.reason).toBe('silence')
  expect(cut!.span.start).toBeGreaterThanOrEqual(10.25)
  expect(cut!.span.start).toBeLessThan(10.4)
  expect(cut!.span.end).toBeLessThanOrEqual(21.8)
  expect(cut!.span.end).toBeGreaterThan(21.65)
})

test('silence at the very start and end goes whole', () => {
  const plan = planEdit(inputOf({ seconds: 20, speech: [{ start: 5, end: 12 }] }))
  expect(plan.cuts.map(({ frames }) => frames)).toEqual([{ start: 0, end: expect.toSatisfy((end: number) => end >= 117 && end <= 120) }, { start: expect.toSatisfy((start: number) => start >= 307 && start <= 309), end: 500 }])
})

test('cut edges move to the quietest 10 ms within reach', () => {
  const input = inputOf({ seconds: 20, speech: [{ start: 0, end: 5 }, { start: 15, end: 20 }] })
  const levels = levelsOf(20, input.analysis.speech).fill(-50, 500, 1500)
  levels[531] = -90
  const plan = planEdit({ ...input, analysis: { ...input.analysis, levels: encodeLevels(levels) } })
  expect(plan.cuts[0]!.frames.start).toBe(Math.ceil(5.31 * 25))
})

test('a cue with measured ends protects words that the model missed', () => {
  const cue = { start: 11, end: 14, speaker: 'Ada', text: 'Something said very quietly indeed.' }
  const plan = planEdit(inputOf({ seconds: 30, speech: [{ start: 0, end: 5 }, { start: 25, end: 30 }], cues: [cue] }))
  for (const { span } of plan.cuts) expect(span.end <= 11 || span.start >= 14).toBe(true)
  expect(plan.cuts).toHaveLength(2)
})

test('a cue that spans a long silence does not protect the silence', () => {
  const cues = [{ start: 2, end: 28, speaker: 'Ada', text: 'When the time reaches forty seconds, I will say banana. Banana.' }]
  const plan = planEdit(inputOf({ seconds: 30, speech: [{ start: 2, end: 6 }, { start: 27, end: 28 }], cues }))
  expect(plan.cuts.some(({ span }) => span.start < 6.5 && span.end > 26.5)).toBe(true)
})

test('loud sound that is not speech (a clip being played) is content and stays', () => {
  const input = inputOf({ seconds: 30, speech: [{ start: 0, end: 5 }, { start: 25, end: 30 }] })
  const levels = levelsOf(30, input.analysis.speech).fill(loud, 1000, 1800)
  const plan = planEdit({ ...input, analysis: { ...input.analysis, levels: encodeLevels(levels) } })
  for (const { span } of plan.cuts) expect(span.end <= 10 || span.start >= 18).toBe(true)
})

test('a pause is cut but for the time in which somebody works on the shared screen, and a moment around it', () => {
  const input = inputOf({ seconds: 30, speech: [{ start: 0, end: 5 }, { start: 25, end: 30 }] })
  const [before, after, ...others] = planEdit({ ...input, analysis: { ...input.analysis, screenMotion: [{ start: 12, end: 15 }] } }).cuts.map(({ span }) => span)
  expect(others).toEqual([])
  expect(before!.end).toBeLessThanOrEqual(11.6)
  expect(before!.end).toBeGreaterThan(11.4)
  expect(after!.start).toBeGreaterThanOrEqual(15.4)
  expect(after!.start).toBeLessThan(15.6)
})

test('a start told in whole seconds does not keep the pause before the words that the model heard', () => {
  const cues = [{ start: 2, end: 6, speaker: 'Ada', text: 'That is all for now.' }, { start: 20, end: 23, speaker: 'Bob', text: 'Yes.' }]
  const input = inputOf({ seconds: 30, speech: [{ start: 2, end: 5 }, { start: 20.9, end: 24 }], cues })
  // A breath before the words: to be heard, but not loud.
  const levels = encodeLevels(levelsOf(30, input.analysis.speech).fill(-50, 2000, 2060))
  const cuts = planEdit({ ...input, analysis: { ...input.analysis, levels }, transcript: { ...input.transcript, hasMeasuredEnds: false } }).cuts.map(({ span }) => span)
  expect(cuts.some(({ start, end }) => start < 5.4 && end > 20.6)).toBe(true)
})

test('steady noise is not taken for content', () => {
  const input = inputOf({ seconds: 30, speech: [{ start: 0, end: 5 }, { start: 25, end: 30 }] })
  const levels = levelsOf(30, input.analysis.speech).map(level => Math.max(level, -32))
  expect(planEdit({ ...input, analysis: { ...input.analysis, levels: encodeLevels(levels) } }).cuts).toHaveLength(1)
})

test('with trimming off nothing is cut, not even from a silent recording', () => {
  const plan = planEdit({ ...inputOf({ seconds: 10, speech: [] }), options: convertOptions.parse({ captions: 'none', trim: 'off' }) })
  expect(plan.cuts).toEqual([])
  expect(plan.keep).toEqual([{ start: 0, end: 250 }])
})

test('a recording in which nobody is to be heard is refused with advice', () => {
  expect(() => planEdit(inputOf({ seconds: 10, speech: [] }))).toThrow(expect.objectContaining({ code: 'recording.nothing_left', message: expect.stringContaining('turn trimming off') }))
})

test('cuts one frame apart, at 0 and at the end leave what is between', () => {
  const cut = (start: number, end: number): { frames: { start: number; end: number } } => ({ frames: { start, end } })
  expect(keptBetween([cut(0, 10), cut(11, 20), cut(90, 100)], 100)).toEqual([{ start: 10, end: 11 }, { start: 20, end: 90 }])
  expect(keptBetween([cut(0, 100)], 100)).toEqual([])
})

test('a four-hour meeting with a thousand pauses and cues is planned within two seconds', () => {
  const speech = Array.from({ length: 1001 }, (_, index) => ({ start: index * 14.3, end: index * 14.3 + 9 }))
  const cues = speech.map(({ start, end }, index) => ({ start, end, speaker: `P${index % 7}`, text: 'We should talk about the budget of the third quarter, I think.' }))
  const input = inputOf({ seconds: 14_400, speech, cues })
  const started = performance.now()
  const plan = planEdit(input)
  expect(performance.now() - started).toBeLessThan(2000)
  expect(plan.cuts.length).toBeGreaterThanOrEqual(1000)
  expect(plan.chapters.length).toBeLessThanOrEqual(15)
})

test('the bubble covers the source without a gap and nobody flickers by in it', () => {
  const random = seededNumbers(9)
  for (let round = 0; round < 40; round++) {
    const plan = planEdit(randomInput(random))
    expect(plan.bubble[0]!.frames.start).toBe(0)
    expect(plan.bubble.at(-1)!.frames.end).toBe(plan.sourceFrames)
    plan.bubble.forEach(({ frames }, index) => {
      if (index > 0) expect(frames.start).toBe(plan.bubble[index - 1]!.frames.end)
      if (plan.bubble.length > 1) expect(keptFramesIn(plan, frames)).toBeGreaterThanOrEqual(Math.round(1.5 * plan.frameRate.num / plan.frameRate.den))
    })
  }
})

test('"Mm-hmm" does not take the bubble from the one who is speaking', () => {
  const cues = [{ start: 0, end: 10, speaker: 'Ada', text: 'A long explanation.' }, { start: 4, end: 4.8, speaker: 'Bob', text: 'Mm-hmm.' }]
  const plan = planEdit(inputOf({ seconds: 10, speech: [{ start: 0, end: 10 }], cues }))
  expect(plan.bubble.map(({ speaker }) => speaker)).toEqual(['Ada'])
})

test('a speaker with a face shows it, one without shows initials, and bubbles can be all initials or none', () => {
  const face = { x: 100, y: 100, width: 60, height: 60 }
  const faces = [{ id: 3, tile: { x: 40, y: 40, width: 240, height: 200 }, sightings: [0, 5, 10, 15].map(at => ({ at, face, score: 0.9 })) }]
  const cues = [{ start: 0, end: 8, speaker: 'Ada King', text: 'Hello there, everybody.' }, { start: 8, end: 16, speaker: 'Bob', text: 'And hello from here.' }]
  const base = inputOf({ seconds: 16, speech: [{ start: 0, end: 16 }], cues })
  const input = { ...base, analysis: { ...base.analysis, faces, speakerFaces: { 'Ada King': [3] } } }
  const show = (bubble: 'auto' | 'initials' | 'none'): unknown[] => planEdit({ ...input, options: { ...input.options, bubble } }).bubble.map(segment => segment.show.kind)
  expect(show('auto')).toEqual(['face', 'initials'])
  expect(show('initials')).toEqual(['initials', 'initials'])
  expect(show('none')).toEqual([])
  expect(planEdit({ ...input, options: { ...input.options, bubble: 'none' } }).layout.bubble).toBeNull()
})

test('a face is not shown while its place shows something else, because the layout changed', () => {
  const seen = (times: number[], x: number): { at: number; face: { x: number; y: number; width: number; height: number }; score: number }[] => times.map(at => ({ at, face: { x, y: 100, width: 60, height: 60 }, score: 0.9 }))
  const faces = [{ id: 0, tile: null, sightings: seen([12, 15, 18], 1000) }, { id: 1, tile: null, sightings: seen([0, 3, 6, 9], 200) }]
  const cues = [{ start: 0, end: 9, speaker: 'Ada', text: 'Before the screen is shared.' }, { start: 9, end: 11, speaker: 'Bob', text: 'Now I share it.' }, { start: 11, end: 20, speaker: 'Ada', text: 'And after it is shared.' }]
  const base = inputOf({ seconds: 20, speech: [{ start: 0, end: 20 }], cues })
  const plan = planEdit({ ...base, analysis: { ...base.analysis, faces, speakerFaces: { Ada: [0] } } })
  expect(plan.bubble.map(({ show }) => show.kind)).toEqual(['initials', 'initials', 'face'])
})

test('a picture that already is one big face gets no second face', () => {
  const faces = [{ id: 0, tile: null, sightings: [1, 2, 3].map(at => ({ at, face: { x: 500, y: 200, width: 230, height: 230 }, score: 0.9 })) }]
  const base = inputOf({ seconds: 10, speech: [{ start: 0, end: 10 }], cues: [{ start: 0, end: 10, speaker: 'Ada', text: 'Hello.' }] })
  const plan = planEdit({ ...base, analysis: { ...base.analysis, faces, speakerFaces: { Ada: [0] } } })
  expect(plan.bubble.map(({ show }) => show.kind)).toEqual(['none'])
  expect(plan.layout.bubble).toBeNull()
})

test('the same names get the same colours, no two speakers of a meeting the same', () => {
  const names = ['Ada', 'Bob', 'Cem', 'Dee', 'Eve', 'Fay', 'Gus']
  const colours = speakerColours(names)
  expect(new Set(colours.values()).size).toBe(7)
  expect(speakerColours(names)).toEqual(colours)
  expect(speakerColours(['Ada']).get('Ada')).toBe(colours.get('Ada'))
})

test.each([
  ['Ada King Lovelace', 'AL'], ['bob', 'B'], ['José-María Ñandú', 'JÑ'], ['李小龙', '李'], ['ada@example.com', 'AC'], ['😀', '?'], ['', '?'], ['Élodie (Guest)', 'É'], ['نور الدين', 'نا'],
])('the initials of "%s" are %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials)
})

test.each([[1280, 720], [1920, 1080], [640, 480], [720, 1280], [3440, 1440], [2, 2], [4000, 90], [0, 0]])('a source of %s × %s fits the stage in even numbers', (width, height) => {
  const layout = layoutFor({ width, height }, true)
  for (const box of [layout.picture, layout.bubble!.box]) {
    expect([box.x, box.y, box.width, box.height].every(value => value >= 0 && value % 2 === 0)).toBe(true)
    expect(box.x + box.width).toBeLessThanOrEqual(layout.width)
    expect(box.y + box.height).toBeLessThanOrEqual(layout.height)
  }
  if (width > 100 && height > 100) expect(Math.abs(layout.picture.width / layout.picture.height / (width / height) - 1)).toBeLessThan(0.02)
})

test('a shared screen gets the measured frame, and the bubble hides less than a twentieth of it', () => {
  const { picture, bubble } = layoutFor({ width: 1280, height: 720 }, true)
  expect(picture).toEqual({ x: 80, y: 44, width: 1120, height: 630 })
  const { box } = bubble!
  const hidden = Math.max(0, box.x + box.width - picture.x) * Math.max(0, Math.min(box.y + box.height, picture.y + picture.height) - box.y)
  expect(hidden / (picture.width * picture.height)).toBeLessThan(0.05)
  expect(box.height / 720).toBeCloseTo(0.27, 1)
})

test('the title is what a person typed, else the meeting\'s, else the file\'s name made readable', () => {
  const base = inputOf({ seconds: 10, speech: [{ start: 0, end: 10 }] })
  const titleOf = (change: Partial<PlanInput>): string => planEdit({ ...base, ...change }).titleCard.title
  expect(titleOf({ options: { ...base.options, title: 'Mine' }, notes: { ...base.notes, title: 'Theirs' } })).toBe('Mine')
  expect(titleOf({ notes: { ...base.notes, title: 'Theirs' } })).toBe('Theirs')
  expect(titleOf({ fileName: '/tmp/weekly_sync-2026-01-15.final.mp4' })).toBe('Weekly sync-2026-01-15.final')
  expect(titleOf({ fileName: 'gpj.\u202eexe.mp4' })).toBe('Gpj. exe')
  expect(titleOf({ fileName: '...' })).not.toBe('')
  expect(titleOf({ notes: { ...base.notes, title: 'a'.repeat(500) } }).length).toBeLessThanOrEqual(120)
})

test('the title card names date and people and lasts whole frames', () => {
  const base = inputOf({ seconds: 10, speech: [{ start: 0, end: 10 }] })
  const participants = Array.from({ length: 12 }, (_, index) => `Person ${index}`)
  const { titleCard } = planEdit({ ...base, notes: { ...base.notes, recordedAt: '2026-01-15T23:30:00Z', participants } })
  expect(titleCard).toMatchObject({ subtitle: '15 January 2026', frames: 60 })
  expect(titleCard.people).toHaveLength(8)
  expect(titleCard.people.at(-1)).toBe('and 5 more')
})

test('cues beyond the recording are left out, one across its end is cut to it', () => {
  const cues = [{ start: 8, end: 20, speaker: 'Ada', text: 'Goodbye to you all.' }, { start: 50, end: 60, speaker: 'Ada', text: 'Another meeting.' }]
  expect(planEdit(inputOf({ seconds: 10, speech: [{ start: 0, end: 10 }], cues })).cues).toEqual([{ ...cues[0], end: 10 }])
})

function inSeconds({ frameRate }: EditPlan, { start, end }: Span): Span {
  return { start: start * frameRate.den / frameRate.num, end: end * frameRate.den / frameRate.num }
}

function keptFramesIn(plan: EditPlan, { start, end }: Span): number {
  return plan.keep.reduce((sum, piece) => sum + Math.max(0, Math.min(end, piece.end) - Math.max(start, piece.start)), 0)
}

function levelsOf(seconds: number, speech: Span[]): Int8Array {
  const levels = new Int8Array(Math.round(seconds * 100)).fill(quiet)
  for (const { start, end } of speech) levels.fill(loud, Math.round(start * 100), Math.round(end * 100))
  return levels
}

function inputOf({ seconds, speech, cues = [], grid = { num: 25, den: 1 } }: { seconds: number; speech: Span[]; cues?: Cue[]; grid?: { num: number; den: number } }): PlanInput {
  const media: MediaInfo = {
    sha256: 'x', sizeBytes: 1, durationSeconds: seconds, hasVideo: true, hasAudio: true,
    video: { width: 1280, height: 720, averageRate: 25, isVariableRate: false, rotation: 0, codec: 'h264', bitDepth: 8, startSeconds: 0, untaggedMatrix: null, streamIndex: 0 },
    audio: { channels: 1, sampleRate: 48_000, codec: 'aac', startSeconds: 0, streamIndex: 1 },
    grid: { ...grid, frames: Math.max(1, Math.round(seconds * grid.num / grid.den)) },
  }
  const analysis: Analysis = { speech, levels: encodeLevels(levelsOf(seconds, speech)), loudness: null, faces: [], speakerFaces: {} }
  const transcript: Transcript = { origin: 'file', language: 'en', hasMeasuredEnds: true, cues }
  const notes: MeetingNotes = { title: null, recordedAt: null, participants: [], summaryMarkdown: null, actionItems: [], highlights: [] }
  return { media, analysis, transcript, notes, options: convertOptions.parse({}), title: null, fileName: 'meeting.mp4' }
}

function randomInput(random: () => number): PlanInput {
  const speech: Span[] = []
  let at = random() * 3
  while (speech.length < 25) {
    const end = at + 0.1 + random() * 6
    speech.push({ start: at, end })
    at = end + 0.05 + random() * random() * 8
  }
  const cues = speech.map(({ start, end }) => ({ start, end, speaker: ['Ada', 'Bob', 'Cem'][Math.floor(random() * 3)]!, text: 'Some words that were said here.' }))
  const grid = [{ num: 25, den: 1 }, { num: 30, den: 1 }, { num: 30_000, den: 1001 }][Math.floor(random() * 3)]!
  return inputOf({ seconds: at + random() * 3, speech, cues: random() < 0.5 ? cues : [], grid })
}
