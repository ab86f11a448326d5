import { expect, test } from 'vitest'
import { recordingEdit, type RecordingDetail, type RecordingEdit } from '@f2l/common/contracts/api.ts'
import { placeCuts } from '../src/recording/cut-places.ts'
import { changesBetween, isTakenBack, restored, toggleCut } from '../src/recording/edit-draft.ts'

type Cut = RecordingDetail['cuts'][number]
const cut = (start: number, end: number, reason: Cut['reason'] = 'silence'): Cut => ({ span: { start, end }, reason, confidence: 0.9 })
const nothing: RecordingEdit = recordingEdit.parse({ title: 'Weekly' })

test('marking a cut takes it back, marking it again leaves everything as it was', () => {
  const [first, second] = [cut(10, 20), cut(30, 31.5, 'filler')]
  const marked = toggleCut(toggleCut(nothing, first), second)
  expect(marked.undo).toEqual([first.span, second.span])
  expect([first, second, cut(40, 50)].map(one => isTakenBack(marked, one))).toEqual([true, true, false])
  expect(changesBetween(marked, nothing)).toBe(2)
  expect(toggleCut(toggleCut(marked, second), first)).toEqual(nothing)
})

test('a cut by hand is taken back by no longer asking for it', () => {
  // Its edges may have moved to a quieter place.
  const asked = { ...nothing, cutOut: [{ start: 5, end: 8 }, { start: 60, end: 70 }] }
  const manual = cut(5.04, 7.96, 'manual')
  expect(isTakenBack(asked, manual)).toBe(false)
  const back = toggleCut(asked, manual)
  expect(isTakenBack(back, manual)).toBe(true)
  expect(back.undo).toEqual([])
  expect(isTakenBack(toggleCut(back, manual), manual)).toBe(false)
  expect(isTakenBack(back, cut(60, 70, 'manual'))).toBe(false)
})

test('one of several cuts that were taken back together can be cut again', () => {
  const edit = { ...nothing, undo: [{ start: 0, end: 100 }] }
  const again = toggleCut(edit, cut(40, 50))
  expect(again.undo).toEqual([{ start: 0, end: 40 }, { start: 50, end: 100 }])
  expect([cut(10, 20), cut(40, 50), cut(90, 95)].map(one => isTakenBack(again, one))).toEqual([true, false, true])
})

test('what was taken back stands in the list, at its time, and can be cut again', () => {
  const edit = { ...nothing, undo: [{ start: 25, end: 28 }, { start: 40, end: 45 }] }
  const cuts = [cut(10, 20), cut(41, 43)]
  expect(restored(edit, cuts)).toEqual([{ start: 25, end: 28 }])
  const places = placeCuts(cuts, [{ start: 0, end: 10 }, { start: 20, end: 41 }, { start: 43, end: 60 }], 48, edit)
  expect(places.map(({ span, isRestored }) => [span.start, isRestored])).toEqual([[10, false], [25, true], [41, false]])
  expect(toggleCut(edit, places[1]!).undo).toEqual([{ start: 40, end: 45 }])
})

test('another length is a change too', () => {
  expect(changesBetween({ ...nothing, length: 'catch-up' }, nothing)).toBe(1)
  expect(changesBetween(nothing, nothing)).toBe(0)
})
