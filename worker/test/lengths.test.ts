import { describe, expect, test } from 'vitest'
import type { Cut, EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { FrameSpan, Span } from '@f2l/common/contracts/span.ts'
import { makeTimeMap } from '@f2l/common/contracts/time-map.ts'
import { captionsOf } from '@f2l/common/captions/caption-lines.ts'
import { editCuts } from '../src/plan/edited-cuts.ts'
import { keptBetween } from '../src/plan/find-cuts.ts'
import { planEdit } from '../src/plan/plan-edit.ts'
import { madeUpMeeting, type MadeUpMeeting } from './made-up-meeting.ts'
import { seededNumbers } from '@f2l/common/seeded-numbers.ts'

describe('edits of cuts', () => {
  test('over random cuts and edits: cuts ascend, are whole frames and apart, and with what is kept they are the whole recording', () => {
    const random = seededNumbers(11)
    for (let round = 0; round < 300; round++) {
      const { found, undo, cutOut, levels, grid } = randomEdits(random)
      const cuts = editCuts(found, { undo, cutOut }, levels, grid)
      expectTiles(cuts, grid.frames)
      for (const { span, frames } of cuts) expect([span.start, span.end]).toEqual([frames.start * grid.den / grid.num, frames.end * grid.den / grid.num])
    }
  })

  test('over random cuts and edits: what is undone is kept whole, but for what is cut by hand', () => {
    const random = seededNumbers(12)
    for (let round = 0; round < 300; round++) {
      const { found, undo, cutOut, levels, grid } = randomEdits(random)
      const planned = editCuts(found, { undo, cutOut }, levels, grid).filter(cut => cut.reason !== 'manual')
      for (const span of undo) for (const cut of planned) expect(Math.min(cut.span.end, span.end) - Math.max(cut.span.start, span.start)).toBeLessThan(1e-3)
    }
  })

  test('over random cuts and edits: what is cut by hand is gone, with edges at most 80 ms away', () => {
    const random = seededNumbers(13)
    for (let round = 0; round < 300; round++) {
      const { found, undo, cutOut, levels, grid } = randomEdits(random)
      const manual = editCuts(found, { undo, cutOut }, levels, grid).filter(cut => cut.reason === 'manual')
      const frame = grid.den / grid.num
      for (const { start, end: wanted } of cutOut) {
        const end = Math.min(wanted, grid.frames * frame)
        if (end - start < 0.2) continue
        const cut = manual.find(({ span }) => span.start < (start + end) / 2 && span.end > (start + end) / 2)
        expect(cut!.span.start).toBeLessThanOrEqual(start + Math.max(0.08, frame / 2) + 1e-9)
        expect(cut!.span.end).toBeGreaterThanOrEqual(end - Math.max(0.08, frame / 2) - 1e-9)
      }
    }
  })

  test('a cut that is undone to more than half goes whole; else only that part comes back', () => {
    const grid = { num: 25, den: 1, frames: 1000 }
    const undone = (undo: Span[]): FrameSpan[] => editCuts([silence(100, 200)], { undo, cutOut: [] }, new Int8Array(4000), grid).map(cut => cut.frames)
    expect(undone([{ start: 4, end: 6.04 }])).toEqual([])
    expect(undone([{ start: 4, end: 5.2 }])).toEqual([{ start: 130, end: 200 }])
    expect(undone([{ start: 5, end: 5.4 }])).toEqual([{ start: 100, end: 125 }, { start: 135, end: 200 }])
    // A rest shorter than a quarter of a second is not worth its jump.
    expect(undone([{ start: 4.2, end: 5.4 }])).toEqual([{ start: 135, end: 200 }])
    expect(undone([{ start: 20, end: 30 }])).toEqual([{ start: 100, end: 200 }])
  })

  test('an edge by hand moves to a much quieter place within 80 ms, and stays where it is else', () => {
    const grid = { num: 25, den: 1, frames: 1000 }
    const levels = new Int8Array(4000).fill(-30)
    levels.fill(-60, 806, 810)
    const by = (start: number, end: number): FrameSpan[] => editCuts([], { undo: [], cutOut: [{ start, end }] }, levels, grid).map(cut => cut.frames)
    expect(by(8, 12)).toEqual([{ start: 202, end: 300 }])
    expect(by(7.96, 12)).toEqual([{ start: 199, end: 300 }])
    expect(by(0, 40)).toEqual([{ start: 0, end: 1000 }])
  })

  test('in the plan an undone silence is there again and nothing else changes', () => {
    const before = planOf({ minutes: 4 })
    const [first, second] = before.cuts
    const after = planOf({ minutes: 4, options: { undo: [second!.span] } })
    expect(after.cuts).toEqual(before.cuts.filter(cut => cut !== second))
    expect(after.bubble).toEqual(before.bubble)
    const byHand = planOf({ minutes: 4, options: { undo: [first!.span], cutOut: [first!.span] } })
    expect(byHand.cuts[0]).toMatchObject({ reason: 'manual', confidence: 1 })
  })
})

describe('lengths', () => {
  test('the full length has no cuts but those by hand', () => {
    expect(planOf({ minutes: 4, options: { length: 'full' } }).cuts).toEqual([])
    const plan = planOf({ minutes: 4, options: { length: 'full', cutOut: [{ start: 30, end: 40 }] } })
    expect(plan.cuts.map(({ reason }) => reason)).toEqual(['manual'])
  })

  test('a recording whose tight version is as short has no other catch-up', () => {
    expect(planOf({ minutes: 2.5, options: { length: 'catch-up' } })).toEqual(planOf({ minutes: 2.5 }))
  })

  test.for([[8, true], [30, true], [60, true], [180, true], [20, false]] as const)('the catch-up of %d minutes lasts about two, spread over the meeting, in whole sentences (cues: %s)', ([minutes, hasCues]) => {
    const input = madeUpMeeting({ minutes, hasCues, seed: minutes, options: { length: 'catch-up' } })
    const plan = planEdit(input)
    const { outputSeconds } = makeTimeMap(plan)
    expect(outputSeconds).toBeLessThanOrEqual(120)
    expect(outputSeconds).toBeGreaterThan(95)
    expectTiles(plan.cuts, plan.sourceFrames)
    const spans = spansOf(plan)
    for (const { start, end } of spans) expect(keptFrames(plan, { start, end }) / 25).toBeGreaterThanOrEqual(5.9)
    const parts = spans.map(({ start }) => Math.floor(6 * start / plan.sourceFrames))
    expect(new Set(parts).size).toBeGreaterThanOrEqual(5)
    for (const { start, end } of input.analysis.speech) {
      for (const border of plan.keep.flatMap(piece => [piece.start / 25, piece.end / 25])) expect(border > start - 0.02 && border < end + 0.02).toBe(false)
    }
  })

  test('cues that only tell whole seconds at which they begin make a catch-up of whole sentences too', () => {
    const input = madeUpMeeting({ minutes: 40, options: { length: 'catch-up' } })
    const starts = input.transcript.cues.map(({ start }) => Math.floor(start))
    input.transcript = { ...input.transcript, hasMeasuredEnds: false, cues: input.transcript.cues.map((cue, index) => ({ ...cue, start: starts[index]!, end: starts[index + 1] ?? 2400 })) }
    const plan = planEdit(input)
    expect(makeTimeMap(plan).outputSeconds).toBeGreaterThan(95)
    const begins = spansOf(plan).map(({ start }) => start / 25)
    expect(begins.length).toBeGreaterThanOrEqual(5)
    for (const at of begins.filter(seconds => seconds > 5)) expect(Math.min(...starts.map(start => Math.abs(start + 0.5 - at)))).toBeLessThan(1.6)
  })

  test('over random meetings and rates the catch-up keeps its promise', () => {
    const random = seededNumbers(21)
    for (let round = 0; round < 25; round++) {
      const grid = [{ num: 25, den: 1 }, { num: 30_000, den: 1001 }, { num: 24, den: 1 }][round % 3]!
      const minutes = 3 + Math.floor(random() * 40)
      const cutOut = round % 4 === 0 ? [{ start: 20, end: 20 + 30 * random() }] : []
      const plan = planOf({ minutes, seed: round, grid, hasCues: round % 5 !== 0, options: { length: 'catch-up', cutOut } })
      expectTiles(plan.cuts, plan.sourceFrames)
      if (plan.cuts.some(({ reason }) => reason === 'left-out')) expect(makeTimeMap(plan).outputSeconds).toBeLessThanOrEqual(120)
    }
  })

  test('highlights and action items come first', () => {
    const highlights = [{ start: 1500, end: 1512, text: 'The decision' }]
    const actionItems = [{ text: 'Send it', at: 2711, assignee: null, isDone: false }]
    const [tight, catchUp] = (['tight', 'catch-up'] as const).map(length => planOf({ minutes: 60, notes: { highlights, actionItems }, options: { length } })) as [EditPlan, EditPlan]
    for (const told of [{ start: 1500 * 25, end: 1512 * 25 }, { start: 2711 * 25, end: 2716 * 25 }]) expect(keptFrames(catchUp, told)).toBe(keptFrames(tight, told))
  })

  test('chapters of the catch-up open with what is told in it', () => {
    const highlights = [600, 1500, 2400].map(start => ({ start, end: start + 10, text: `Decision at ${start}` }))
    const plan = planOf({ minutes: 60, notes: { highlights }, options: { length: 'catch-up' } })
    const map = makeTimeMap(plan)
    expect(plan.chapters.length).toBeGreaterThan(3)
    for (const { start } of plan.chapters) expect(map.isKept(start) || map.isKept(start + 0.7)).toBe(true)
  })

  test('talk without any pause, and a recording without sound, have a catch-up too', () => {
    const noisy = madeUpMeeting({ minutes: 12, options: { length: 'catch-up' }, hasCues: false })
    noisy.analysis.speech = [{ start: 0, end: 720 }]
    const mute = madeUpMeeting({ minutes: 12, options: { length: 'catch-up' }, hasCues: false })
    Object.assign(mute, { media: { ...mute.media, hasAudio: false }, analysis: { ...mute.analysis, speech: [], levels: '' } })
    for (const input of [noisy, mute]) {
      const { outputSeconds } = makeTimeMap(planEdit(input))
      expect(outputSeconds).toBeLessThanOrEqual(120)
      expect(outputSeconds).toBeGreaterThan(90)
    }
  })

  test('talk that is wanted back joins the catch-up; a silence that was taken back does not', () => {
    const tight = planOf({ minutes: 30 })
    const catchUp = planOf({ minutes: 30, options: { length: 'catch-up' } })
    const gone = catchUp.cuts.filter(({ reason }) => reason === 'left-out')[2]!
    const talk = tight.keep.find(({ start, end }) => start > gone.frames.start && end < gone.frames.end)!
    const silent = tight.cuts.find(({ frames }) => frames.start > gone.frames.start && frames.end < gone.frames.end)!
    const talkBack = planOf({ minutes: 30, options: { length: 'catch-up', undo: [{ start: talk.start / 25, end: talk.end / 25 }] } })
    expect(keptFrames(talkBack, talk)).toBe(talk.end - talk.start)
    const silenceBack = planOf({ minutes: 30, options: { length: 'catch-up', undo: [silent.span] } })
    expect(keptFrames(silenceBack, silent.frames)).toBe(0)
  })

  test('a long cue that is told in part is captioned with that part', () => {
    const input = madeUpMeeting({ minutes: 10, options: { length: 'catch-up' } })
    const { cues } = input.transcript
    // One endless turn a minute, as some transcripts have them.
    input.transcript = { ...input.transcript, hasMeasuredEnds: false, cues: Array.from({ length: 10 }, (_, minute) => {
      const inside = cues.filter(({ start }) => Math.floor(start / 60) === minute)
      return { start: inside[0]!.start, end: inside.at(-1)!.end, speaker: 'Ada', text: inside.map((_cue, index) => `Sentence ${minute}-${index} is said here now.`).join(' ') }
    }) }
    const plan = planEdit(input)
    const captions = captionsOf(plan)
    const letters = captions.reduce((sum, { lines }) => sum + lines.join(' ').length, 0)
    expect(makeTimeMap(plan).outputSeconds).toBeLessThanOrEqual(120)
    expect(letters).toBeLessThan(120 * 20)
    expect(captions.length).toBeGreaterThan(5)
  })
})

function planOf(meeting: MadeUpMeeting): EditPlan {
  return planEdit(madeUpMeeting(meeting))
}

function expectTiles(cuts: Cut[], frames: number): void {
  const tiles = [...keptBetween(cuts, frames), ...cuts.map(cut => cut.frames)].sort((a, b) => a.start - b.start)
  expect(tiles[0]!.start).toBe(0)
  expect(tiles.at(-1)!.end).toBe(frames)
  tiles.forEach((tile, index) => {
    expect(Number.isInteger(tile.start) && Number.isInteger(tile.end) && tile.end > tile.start).toBe(true)
    if (index > 0) expect(tile.start).toBe(tiles[index - 1]!.end)
  })
  expect(cuts.map(({ frames: { start } }) => start)).toEqual(cuts.map(({ frames: { start } }) => start).toSorted((a, b) => a - b))
}

/** From one stretch that is left out to the next. */
function spansOf(plan: EditPlan): FrameSpan[] {
  return keptBetween(plan.cuts.filter(({ reason }) => reason === 'left-out'), plan.sourceFrames).filter(span => keptFrames(plan, span) > 0)
}

function keptFrames({ keep }: EditPlan, { start, end }: FrameSpan): number {
  return keep.reduce((sum, piece) => sum + Math.max(0, Math.min(end, piece.end) - Math.max(start, piece.start)), 0)
}

function silence(start: number, end: number): Cut {
  return { frames: { start, end }, span: { start: start / 25, end: end / 25 }, reason: 'silence', confidence: 0.9 }
}

function randomEdits(random: () => number): { found: Cut[]; undo: Span[]; cutOut: Span[]; levels: Int8Array; grid: { num: number; den: number; frames: number } } {
  const grid = { ...[{ num: 25, den: 1 }, { num: 30_000, den: 1001 }, { num: 24, den: 1 }][Math.floor(random() * 3)]!, frames: 500 + Math.floor(random() * 2000) }
  const seconds = grid.frames * grid.den / grid.num
  const found: Cut[] = []
  for (let at = Math.floor(random() * 60); at < grid.frames - 60; at += Math.floor(random() * 150)) {
    const end = at + 1 + Math.floor(random() * 60)
    found.push({ frames: { start: at, end }, span: { start: at * grid.den / grid.num, end: end * grid.den / grid.num }, reason: random() < 0.2 ? 'filler' : 'silence', confidence: 0.9 })
    at = end + 1
  }
  const anySpan = (): Span => {
    const start = random() * seconds
    return { start, end: Math.min(seconds + 1, start + random() * 4) }
  }
  const some = (make: () => Span): Span[] => Array.from({ length: Math.floor(random() * 5) }, make)
  const levels = Int8Array.from({ length: Math.ceil(seconds * 100) }, () => -20 - Math.floor(random() * 60))
  const undoneCuts = found.filter(() => random() < 0.2).map(({ span }) => span)
  return { found, undo: [...some(anySpan), ...undoneCuts], cutOut: some(anySpan), levels, grid }
}
