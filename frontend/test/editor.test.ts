import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { recordingEdit, type RecordingEdit } from '@f2l/common/contracts/api.ts'
import type { EditorContent } from '@f2l/common/contracts/editor.ts'
import { mergeSpans, secondsOf } from '@f2l/common/contracts/merge-spans.ts'
import { shownName } from '@f2l/common/contracts/shown-speakers.ts'
import type { Span } from '@f2l/common/contracts/span.ts'
import { seededNumbers } from '@f2l/common/seeded-numbers.ts'
import { withChapter, withPlace, withTitle } from '../src/editor/chapter-changes.ts'
import { stepFrom, type Step } from '../src/editor/cursor.ts'
import { cutOutSpan, draftCuts, keptSpans, putBackSpan, removedSpans, toggleDraftCut, withSameCuts, type DraftCut } from '../src/editor/draft-cuts.ts'
import { problemOf } from '../src/editor/draft-problem.ts'
import { changedEdit, isChanged, rebased } from '../src/editor/edit-changes.ts'
import { changed, historyOf, redone, undone, type History } from '../src/editor/history.ts'
import { keepDraft, readKeptDraft } from '../src/editor/kept-draft.ts'
import { runsOf } from '../src/editor/row-runs.ts'
import { shownBlocks, type Block } from '../src/editor/shown-rows.ts'
import { sourceWords } from '@f2l/common/contracts/source-words.ts'
import { inside, outside } from '@f2l/common/contracts/span-sets.ts'
import { withSpeaker } from '../src/editor/speaker-changes.ts'
import { cutsOfStops, middleOf, spanOfStops, transcriptOf, type Transcript } from '../src/editor/stops.ts'
import { historyKeyOf, keyActionOf } from '../src/editor/transcript-keys.ts'
import { readWords } from '../src/words/words.ts'

beforeAll(() => readWords('editor'))

const saved: RecordingEdit = recordingEdit.parse({ title: 'Weekly' })

const cutsFor = ({ cuts, sourceSeconds }: Pick<EditorContent, 'cuts' | 'sourceSeconds'>, planned: RecordingEdit, edit: RecordingEdit): DraftCut[] => draftCuts({ cuts, edit: planned }, edit, sourceSeconds)
const transcriptFor = (content: EditorContent, planned: RecordingEdit): Transcript => transcriptOf(content, { cuts: content.cuts, edit: planned })

/** Cues of four words, a silence of two seconds after each, and a filler in every third. */
function meeting(cueCount: number): EditorContent {
  const starts = Array.from({ length: cueCount }, (_, index) => index * 6)
  return {
    sourceSeconds: cueCount * 6, titleCardSeconds: 2, hasPicture: true,
    cues: starts.map((start, index) => ({ start, end: start + 4, speaker: index % 2 ? 'Bob' : 'Ann', text: 'ab um cd ef' })),
    cuts: starts.flatMap((start, index) => [
      ...(index % 3 === 0 ? [{ span: { start: start + 1.05, end: start + 1.95 }, reason: 'filler' as const, confidence: 0.8, text: 'um' }] : []),
      { span: { start: start + 4, end: start + 6 }, reason: 'silence' as const, confidence: 0.9 },
    ]),
    keep: [],
  }
}

function isSortedApartInside(spans: readonly Span[], seconds: number): boolean {
  return spans.every(({ start, end }, index) => start >= 0 && end > start && end <= seconds && (index === 0 || start >= spans[index - 1]!.end))
}

/** What a person might do next. */
function anyChange(random: () => number, content: EditorContent, edit: RecordingEdit, base: RecordingEdit): RecordingEdit {
  const cuts = cutsFor(content, base, edit)
  const start = random() * content.sourceSeconds * 1.05 - 1
  const span = { start, end: start + random() * 20 }
  const choice = random()
  if (choice < 0.35) return cutOutSpan(edit, span, content.sourceSeconds)
  if (choice < 0.6) return putBackSpan(edit, cuts, span)
  if (choice < 0.95 && cuts.length > 0) return toggleDraftCut(edit, cuts[Math.floor(random() * cuts.length)]!)
  return { ...edit, length: (['full', 'tight', 'catch-up'] as const)[Math.floor(random() * 3)]! }
}

describe('a draft', () => {
  test.each(Array.from({ length: 30 }, (_, seed) => seed))('keeps its spans inside the source, sorted and apart, whatever is done to it (%i)', seed => {
    const random = seededNumbers(seed)
    const content = meeting(20)
    let edit = saved
    for (let step = 0; step < 40; step += 1) {
      edit = anyChange(random, content, edit, saved)
      const cuts = cutsFor(content, saved, edit)
      expect(isSortedApartInside(edit.cutOut, content.sourceSeconds)).toBe(true)
      expect(isSortedApartInside(edit.undo, content.sourceSeconds)).toBe(true)
      expect(isSortedApartInside(cuts.map(({ span }) => span), content.sourceSeconds)).toBe(true)
      const removed = removedSpans(cuts)
      expect(secondsOf(removed) + secondsOf(keptSpans(removed, content.sourceSeconds))).toBeCloseTo(content.sourceSeconds, 6)
      expect(recordingEdit.parse(edit)).toEqual(edit)
    }
  })

  test.each(Array.from({ length: 10 }, (_, seed) => seed))('is the same after as many undos and redos (%i)', seed => {
    const random = seededNumbers(100 + seed)
    const content = meeting(12)
    let history: History<RecordingEdit> = historyOf(saved)
    const seen = [saved]
    for (let step = 0; step < 25; step += 1) {
      const next = anyChange(random, content, history.now, saved)
      history = changed(history, next)
      seen.push(next)
    }
    for (const before of seen.toReversed().slice(1)) expect((history = undone(history)).now).toEqual(before)
    expect(undone(history)).toBe(history)
    for (const after of seen.slice(1)) expect((history = redone(history)).now).toEqual(after)
    expect(redone(history)).toBe(history)
  })

  test.each(Array.from({ length: 10 }, (_, seed) => seed))('that becomes what is saved shows the same cuts once the video is made of it (%i)', seed => {
    const random = seededNumbers(200 + seed)
    const content = meeting(12)
    let edit = saved
    for (let step = 0; step < 15; step += 1) edit = anyChange(random, content, { ...edit, length: 'tight' }, saved)
    edit = { ...edit, length: 'tight' }
    const made = cutsFor(content, saved, edit).filter(({ isBack }) => !isBack)
    const after = cutsFor({ ...content, cuts: made.map(({ span, reason, confidence }) => ({ span, reason, confidence })) }, edit, edit)
    expect(removedSpans(after)).toEqual(removedSpans(made))
  })

  test('letters typed into one field are undone together, and a new change ends what could be redone', () => {
    let history = historyOf('')
    for (const typed of ['a', 'ab', 'abc']) history = changed(history, typed, 'title')
    history = changed(history, 'X')
    expect(undone(history).now).toBe('abc')
    expect(undone(undone(history)).now).toBe('')
    expect(redone(changed(undone(history), 'Y')).now).toBe('Y')
  })
})

describe('cuts', () => {
  const content = meeting(3)
  const cutsOf = (edit: RecordingEdit, base = saved) => cutsFor(content, base, edit).map(({ span, reason, isBack }) => [span.start, span.end, reason, isBack])

  test('one that is taken back stays in its place and can be cut again', () => {
    const silence = cutsFor(content, saved, saved).find(({ reason }) => reason === 'silence')!
    const back = toggleDraftCut(saved, silence)
    expect(cutsOf(back)).toContainEqual([4, 6, 'silence', true])
    expect(toggleDraftCut(back, { ...silence, isBack: true })).toEqual(saved)
  })

  test('one by hand takes over what it covers, and gives it back when it is taken back', () => {
    const edit = cutOutSpan(saved, { start: 3, end: 5 }, content.sourceSeconds)
    expect(cutsOf(edit).slice(1, 3)).toEqual([[3, 5, 'manual', false], [5, 6, 'silence', false]])
    const manual = cutsFor(content, saved, edit).find(({ reason }) => reason === 'manual')!
    expect(toggleDraftCut(edit, manual)).toEqual(saved)
  })

  test('one by hand that was in the video is shown as taken back until that is saved', () => {
    const base = { ...saved, cutOut: [{ start: 13, end: 14 }] }
    const video = { ...content, cuts: [...content.cuts, { span: { start: 13.04, end: 13.96 }, reason: 'manual' as const, confidence: 1 }] }
    const back = toggleDraftCut(base, cutsFor(video, base, base).find(({ reason }) => reason === 'manual')!)
    expect(back.cutOut).toEqual([])
    const shown = cutsFor(video, base, back).find(({ reason }) => reason === 'manual')!
    expect(shown).toMatchObject({ span: { start: 13, end: 14 }, isBack: true })
    expect(toggleDraftCut(back, shown)).toEqual(base)
  })

  test('of another length only those are shown that it is known to have', () => {
    const catchUp = { ...saved, length: 'catch-up' as const }
    const video = { ...content, cuts: [...content.cuts.slice(0, 2), { span: { start: 6, end: 18 }, reason: 'left-out' as const, confidence: 1 }] }
    const reasons = (length: RecordingEdit['length']) => cutsFor(video, catchUp, { ...catchUp, length }).map(({ reason }) => reason)
    expect(reasons('catch-up')).toEqual(['filler', 'silence', 'left-out'])
    expect(reasons('tight')).toEqual(['filler', 'silence'])
    expect(reasons('full')).toEqual([])
  })

  test('of talk that was left out just the chosen sentence comes back', () => {
    const catchUp = { ...saved, length: 'catch-up' as const }
    const video = { ...content, cuts: [{ span: { start: 0, end: 18 }, reason: 'left-out' as const, confidence: 1 }] }
    const edit = putBackSpan(catchUp, cutsFor(video, catchUp, catchUp), { start: 6, end: 10 })
    expect(edit.undo).toEqual([{ start: 6, end: 10 }])
    expect(cutsFor(video, catchUp, edit).map(({ span, isBack }) => [span.start, span.end, isBack])).toEqual([[0, 6, false], [6, 10, true], [10, 18, false]])
  })
})

describe('words', () => {
  test.each(Array.from({ length: 20 }, (_, seed) => seed))('what is chosen is cut, and nothing else, in any transcript (%i)', seed => {
    const random = seededNumbers(300 + seed)
    const content = randomMeeting(random)
    const { stops } = transcriptFor(content, saved)
    const words = stops.flatMap((stop, index) => stop.text === null ? [] : [index])
    const from = words[Math.floor(random() * words.length)]!
    const to = Math.min(words.at(-1)!, from + Math.floor(random() * 12))
    const edit = cutOutSpan(saved, spanOfStops(stops, from, to, removedSpans(cutsFor(content, saved, saved))), content.sourceSeconds)
    const cuts = cutsFor(content, saved, edit)
    const states = cutsOfStops(stops, cuts)
    for (const index of words) {
      const isCut = states[index]! >= 0 && cuts[states[index]!]!.reason === 'manual'
      expect([index, isCut]).toEqual([index, index >= from && index <= to])
    }
  })

  test('without times of their own they share what is heard of the cue by their letters', () => {
    const words = sourceWords([{ start: 0, end: 10, speaker: null, text: 'aa bbbb aa' }], [{ start: 2, end: 4 }])
    expect(words.map(({ start, end }) => [start, end])).toEqual([[0, 2], [4, 8], [8, 10]])
  })

  test('measured times are taken as they are', () => {
    const words = [{ text: 'Hello', start: 1, end: 1.4 }, { text: 'there', start: 3, end: 3.5 }]
    expect(sourceWords([{ start: 0, end: 4, speaker: null, text: 'Hello there', words }], []).map(({ start, end }) => [start, end])).toEqual([[1, 1.4], [3, 3.5]])
  })

  test('a script without room between words has words, too', () => {
    const words = sourceWords([{ start: 0, end: 8, speaker: null, text: '今日は、会議です。 Gut' }], [])
    expect(words.length).toBeGreaterThan(3)
    expect(words.map(({ text }) => text).join('')).toBe('今日は、会議です。Gut')
    expect(words.map(({ isJoined }) => isJoined)).toEqual(words.map((_, index) => index > 0 && index < words.length - 1))
  })

  test('silences stand between words, fillers are words', () => {
    const content = meeting(2)
    const { stops, rows } = transcriptFor(content, saved)
    expect(stops.map(({ text }) => text)).toEqual(['ab', 'um', 'cd', 'ef', null, 'ab', 'um', 'cd', 'ef', null])
    expect(rows.map(({ from, to }) => [from, to])).toEqual([[0, 5], [5, 10]])
    expect(cutsOfStops(stops, cutsFor(content, saved, saved))).toEqual(Int32Array.from([-1, 0, -1, -1, 1, -1, -1, -1, -1, 2]))
  })

  test('a recording without a transcript still shows its cuts', () => {
    const { stops, rows } = transcriptFor({ ...meeting(2), cues: [] }, saved)
    expect(rows).toHaveLength(1)
    expect(stops.map(({ text }) => text)).toEqual([null, null, null])
  })

  test('what is cut joins a silence just beside it, so that no blip is left between', () => {
    const content = { ...meeting(1), cues: [{ start: 0, end: 3.7, speaker: 'Ann', text: 'ab cd' }] }
    const { stops } = transcriptFor(content, saved)
    const last = stops.findLastIndex(({ text }) => text !== null)
    expect(spanOfStops(stops, last, last, [{ start: 4, end: 6 }]).end).toBe(4)
    expect(spanOfStops(stops, last, last, []).end).toBeCloseTo(3.7, 6)
  })
})

/** Cues of random words that do not overlap, some with times of their own, and silences between and in them. */
function randomMeeting(random: () => number): EditorContent {
  const cues: EditorContent['cues'] = []
  const cuts: EditorContent['cuts'] = []
  let at = random()
  for (let index = 0; index < 15; index += 1) {
    const texts = Array.from({ length: 1 + Math.floor(random() * 8) }, () => 'x'.repeat(1 + Math.floor(random() * 9)))
    const end = at + texts.length * (0.3 + random() * 0.4)
    const step = (end - at) / texts.length
    const words = random() < 0.4 ? texts.map((text, place) => ({ text, start: at + place * step, end: at + (place + 0.9) * step })) : undefined
    cues.push({ start: at, end, speaker: 'Ann', text: texts.join(' '), ...(words ? { words } : {}) })
    const pause = random() * 3
    if (pause > 0.5) cuts.push({ span: { start: end + 0.1, end: end + pause - 0.1 }, reason: 'silence', confidence: 1 })
    at = end + pause
  }
  return { sourceSeconds: at + 1, titleCardSeconds: 0, hasPicture: false, cues, cuts, keep: [] }
}

describe('sets of spans', () => {
  test('inside and outside share a span between them', () => {
    const random = seededNumbers(7)
    for (let round = 0; round < 200; round += 1) {
      const holes = mergeSpans(Array.from({ length: 6 }, () => { const start = random() * 20; return { start, end: start + random() * 4 } }))
      const start = random() * 20
      const span = { start, end: start + random() * 8 }
      const [within, without] = [inside(span, holes), outside(span, holes)]
      expect(secondsOf(within) + secondsOf(without)).toBeCloseTo(span.end - span.start, 9)
      expect(without.every(part => holes.every(hole => hole.end <= part.start || hole.start >= part.end))).toBe(true)
      expect(within.every(part => holes.some(hole => hole.start <= middleOf(part) && hole.end > middleOf(part)))).toBe(true)
    }
  })
})

describe('what is sent', () => {
  test('only what differs from what is saved, and nothing for the same written in another order', () => {
    const draft = { ...saved, title: 'New', speakers: [{ isHidden: false, name: 'Ann', shownAs: 'Anna' }] }
    const base = { ...saved, speakers: [{ name: 'Ann', shownAs: 'Anna', isHidden: false }] }
    expect(changedEdit(draft, base)).toEqual({ title: 'New' })
    expect(isChanged({ ...base }, base)).toBe(false)
  })

  test('a draft goes on from what was saved elsewhere; what both changed is as it is saved', () => {
    const draft = { ...saved, title: 'Mine', cutOut: [{ start: 1, end: 2 }] }
    const other = { ...saved, title: 'Theirs', bubble: 'none' as const }
    expect(rebased(draft, saved, other)).toEqual({ edit: { ...other, cutOut: draft.cutOut }, lost: ['title'] })
    expect(rebased(draft, saved, { ...saved, title: 'Mine' }).lost).toEqual([])
  })

  test('a speaker whose name is as in the transcript again is no change', () => {
    const renamed = withSpeaker(saved, { name: 'Ann', shownAs: 'Anna', isHidden: false })
    expect([shownName('Ann', renamed.speakers), shownName('Bob', renamed.speakers)]).toEqual(['Anna', 'Bob'])
    expect(withSpeaker(renamed, { name: 'Ann', shownAs: ' ', isHidden: false })).toEqual(saved)
    expect(withSpeaker(renamed, { name: 'Ann', isHidden: true }).speakers).toEqual([{ name: 'Ann', isHidden: true }])
  })

  test('chapters stay in order, and two never stand at the same second', () => {
    const chapters = withChapter([{ start: 0, title: 'One' }, { start: 60, title: 'Two' }], { start: 30.00049, title: 'Between' })!
    expect(chapters.map(({ start }) => start)).toEqual([0, 30, 60])
    expect(withChapter(chapters, { start: 60.3, title: 'Again' })).toBeNull()
    expect(withPlace(chapters, 1, 90)!.map(({ title }) => title)).toEqual(['One', 'Two', 'Between'])
    expect(withPlace(chapters, 1, 30.2)!.map(({ start }) => start)).toEqual([0, 30.2, 60])
    expect(withTitle(chapters, 2, 'End')[2]).toEqual({ start: 60, title: 'End' })
  })
})

describe('the cursor', () => {
  const content = meeting(3)
  const { stops, rows } = transcriptFor(content, saved)
  const states = (edit: RecordingEdit) => cutsOfStops(stops, cutsFor(content, saved, edit))
  const walk = (from: number, steps: Step[], edit = saved) => steps.reduce((at, step) => stepFrom(stops, rows, states(edit), at, step), from)

  test('goes through words and cuts in their order, and stops at both ends', () => {
    expect(walk(0, ['left'])).toBe(0)
    expect(walk(0, Array.from({ length: 4 }, () => 'right'))).toBe(4)
    expect(stops[4]!.text).toBeNull()
    expect(walk(0, Array.from({ length: 99 }, () => 'right'))).toBe(stops.length - 1)
  })

  test('does not stand on a silence that the draft does not have', () => {
    expect(stops[walk(3, ['right'], { ...saved, length: 'full' })]!.text).toBe('ab')
    expect(walk(5, ['left'], { ...saved, length: 'full' })).toBe(3)
  })

  test('goes from line to line as far in as it was, to the ends of a line and of all', () => {
    expect(walk(1, ['down'])).toBe(6)
    expect(walk(1, ['down', 'down', 'down'])).toBe(stops.length - 1)
    expect(walk(7, ['up', 'up'])).toBe(0)
    expect([walk(7, ['rowStart']), walk(7, ['rowEnd']), walk(7, ['start']), walk(7, ['end'])]).toEqual([5, 9, 0, 14])
  })

  test('goes from cut to cut', () => {
    expect([walk(0, ['cutAfter']), walk(0, ['cutAfter', 'cutAfter']), walk(0, ['cutAfter', 'cutAfter', 'cutBefore']), walk(0, ['cutBefore'])]).toEqual([1, 4, 1, 0])
  })

  test('is the transcript\'s only for keys that mean something there', () => {
    const press = (key: string, held: Partial<Record<'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey', boolean>> = {}) => ({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held })
    expect(keyActionOf(press('ArrowRight', { shiftKey: true }))).toEqual({ step: 'right', isExtending: true })
    expect(keyActionOf(press('End', { ctrlKey: true }))).toEqual({ step: 'end', isExtending: false })
    expect([press('Delete'), press('Backspace'), press('Enter'), press(' ')].map(keyActionOf)).toEqual(['cut', 'cut', 'toggle', 'play'])
    expect([press('Tab'), press('a'), press('c', { ctrlKey: true }), press('ArrowLeft', { altKey: true })].map(keyActionOf)).toEqual([null, null, null, null])
    expect([press('z', { ctrlKey: true }), press('Z', { metaKey: true, shiftKey: true }), press('y', { ctrlKey: true }), press('z')].map(historyKeyOf)).toEqual(['undo', 'redo', 'redo', null])
  })
})

function blocksOf(transcript: Transcript, cuts: readonly DraftCut[], before: readonly Block[] = []): Block[] {
  return shownBlocks(transcript, cutsOfStops(transcript.stops, cuts), cuts, before)
}

describe('a row', () => {
  const content = meeting(1)
  const transcript = transcriptFor(content, saved)
  const runs = (edit: RecordingEdit, chosen: { from: number; to: number; cursor: number } | null = null) => {
    const [block] = blocksOf(transcript, cutsFor(content, saved, edit))
    return runsOf(block![0]!, chosen).map(({ text, cut, isChosen }) => [text, cut?.reason ?? null, isChosen])
  }

  test('is as few pieces of text as look different', () => {
    expect(runs(saved)).toEqual([['ab', null, false], ['um', 'filler', false], ['cd ef', null, false], [null, 'silence', false]])
    expect(runs({ ...saved, length: 'full' })).toEqual([['ab um cd ef', null, false]])
    expect(runs({ ...saved, length: 'full' }, { from: 1, to: 2, cursor: 1 })).toEqual([['ab', null, false], ['um', null, true], ['cd', null, true], ['ef', null, false]])
  })
})

describe('rows that are shown', () => {
  test('of three hours of talk, a cut makes only those anew that it touches', () => {
    const content = meeting(3600)
    const transcript = transcriptFor(content, saved)
    const cuts = cutsFor(content, saved, saved)
    const before = blocksOf(transcript, cuts)
    const [from, to] = [transcript.rows[1799]!.from, transcript.rows[1800]!.to - 2]
    const edit = cutOutSpan(saved, spanOfStops(transcript.stops, from, to, removedSpans(cuts)), content.sourceSeconds)
    const after = blocksOf(transcript, withSameCuts(cutsFor(content, saved, edit), cuts), before)
    const rows = after.flat()
    expect(rows).toHaveLength(3600)
    const rowsBefore = before.flat()
    expect(rows.flatMap((row, at) => row === rowsBefore[at] ? [] : [at])).toEqual([1799, 1800])
    expect(after.filter((block, at) => block !== before[at])).toHaveLength(2)
    const same = blocksOf(transcript, withSameCuts(cutsFor(content, saved, { ...saved }), cuts), before)
    expect(same.every((block, at) => block === before[at])).toBe(true)
  })

  test.each(Array.from({ length: 20 }, (_, seed) => seed))('are as if they were made from nothing, whatever was done before (%i)', seed => {
    const random = seededNumbers(500 + seed)
    const content = meeting(45)
    const transcript = transcriptFor(content, saved)
    let [edit, cuts] = [saved, cutsFor(content, saved, saved)]
    let shown = blocksOf(transcript, cuts)
    for (let step = 0; step < 25; step += 1) {
      edit = anyChange(random, content, edit, saved)
      const fresh = cutsFor(content, saved, edit)
      cuts = withSameCuts(fresh, cuts)
      expect(cuts).toEqual(fresh)
      const before = shown
      shown = blocksOf(transcript, cuts, before)
      const anew = blocksOf(transcript, fresh)
      expect(shown).toEqual(anew)
      const changed = (rows: readonly Block[]): boolean[] => rows.flat().map((row, at) => JSON.stringify(row) !== JSON.stringify(before.flat()[at]))
      expect(shown.flat().map((row, at) => row !== before.flat()[at])).toEqual(changed(anew))
    }
  })

  test('of another transcript are none of the ones before', () => {
    const [one, other] = [meeting(30), meeting(30)].map(content => transcriptFor(content, saved)) as [Transcript, Transcript]
    const cuts = cutsFor(meeting(30), saved, saved)
    const before = blocksOf(one, cuts)
    expect(blocksOf(other, cuts, before).flat().filter((row, at) => row === before.flat()[at])).toEqual([])
  })
})

describe('a draft that was not saved', () => {
  beforeEach(() => {
    const kept = new Map<string, string>()
    Object.defineProperty(globalThis, 'localStorage', { configurable: true, value: { getItem: (name: string) => kept.get(name) ?? null, setItem: (name: string, value: string) => kept.set(name, value), removeItem: (name: string) => kept.delete(name) } })
  })
  const draft: RecordingEdit = { ...saved, title: 'Mine', cutOut: [{ start: 1, end: 2 }] }

  test('is there again after a reload, and gone once it is saved', () => {
    keepDraft('rec_1', draft, saved)
    expect(readKeptDraft('rec_1', saved)).toEqual({ edit: draft, news: 'back' })
    expect(readKeptDraft('rec_2', saved)).toEqual({ edit: saved, news: null })
    expect(readKeptDraft('rec_1', draft)).toEqual({ edit: draft, news: null })
    keepDraft('rec_1', draft, draft)
    expect(localStorage.getItem('f2l.editor.rec_1')).toBeNull()
  })

  test('is dropped with a notice where the same was changed elsewhere meanwhile', () => {
    keepDraft('rec_1', draft, saved)
    expect(readKeptDraft('rec_1', { ...saved, title: 'Theirs' })).toEqual({ edit: { ...draft, title: 'Theirs' }, news: 'partly' })
  })

  test('with a field that was just emptied costs nothing else', () => {
    keepDraft('rec_1', { ...draft, title: ' ', chapters: [{ start: 1, title: '' }, { start: 9, title: 'Nine' }] }, saved)
    expect(readKeptDraft('rec_1', saved).edit).toEqual({ ...draft, title: 'Weekly', chapters: [{ start: 9, title: 'Nine' }] })
  })

  test('that is nonsense is as if there were none', () => {
    localStorage.setItem('f2l.editor.rec_1', '{"since":1')
    expect(readKeptDraft('rec_1', saved)).toEqual({ edit: saved, news: null })
  })

  test('cannot be saved without a title, with a nameless chapter, or with nothing left', () => {
    const kept = [{ start: 0, end: 9 }]
    expect(problemOf(draft, kept)).toBeNull()
    expect([problemOf({ ...draft, title: ' ' }, kept), problemOf({ ...draft, chapters: [{ start: 0, title: '' }] }, kept), problemOf(draft, [{ start: 0, end: 0.2 }])]).not.toContain(null)
  })
})
