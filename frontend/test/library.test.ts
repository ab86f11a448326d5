import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { recordingId } from '@f2l/common/contracts/ids.ts'
import { createRoot, createSignal } from 'solid-js'
import { expect, test } from 'vitest'
import { daysLeft } from '../src/library/days-left.ts'
import { arrange, countTags, readView, writeView, type LibraryView } from '../src/library/library-view.ts'
import { between, createSelection } from '../src/library/selection.ts'
import { createTagDraft } from '../src/library/tag-draft.ts'

const usual: LibraryView = { q: '', state: null, tag: null, source: null, sort: 'newest' }
const recording = (number: number, part: Partial<RecordingSummary> = {}): RecordingSummary => ({
  id: recordingId.parse(`rec_${String(number).padStart(16, '0')}`), title: `Meeting ${number}`, state: 'ready', source: 'upload', createdAt: '2026-01-01T00:00:00Z', recordedAt: null,
  sourceSeconds: null, videoSeconds: null, videoId: null, shareToken: null, posterUrl: null, previewUrl: null, job: null, tags: [], binnedAt: null, isRestricted: false, watchToken: null, views: 0, comments: 0, isSourceGone: false, ...part,
})
const titles = (recordings: RecordingSummary[]) => recordings.map(({ title }) => title)

test('a view survives its way through the address, and the usual one leaves it empty', () => {
  const view: LibraryView = { q: '"next week" & more', state: 'failed', tag: 'Größe?', source: 'url', sort: 'views' }
  const query = new URLSearchParams(Object.entries(writeView(view)).filter((entry): entry is [string, string] => entry[1] !== null))
  expect(readView(Object.fromEntries(new URLSearchParams(query.toString())))).toEqual(view)
  expect(Object.values(writeView(usual)).every(value => value === null)).toBe(true)
  expect(readView({})).toEqual(usual)
})

test('an address that says nonsense shows the usual view', () => {
  expect(readView({ state: 'exploded', source: '<b>', sort: '__proto__', tag: '', q: 'x'.repeat(900) })).toEqual({ ...usual, q: 'x'.repeat(200) })
  expect(readView({ sort: ['title', 'views'] }).sort).toBe('title')
})

test('filters and sorts leave the list itself as it was', () => {
  const all = [recording(10, { videoSeconds: 60, tags: ['Sales'] }), recording(9, { sourceSeconds: 90, views: 3 }), recording(1, { state: 'failed', tags: ['sales', 'Q3'] })]
  expect(titles(arrange(all, { ...usual, sort: 'title' }, 'en'))).toEqual(['Meeting 1', 'Meeting 9', 'Meeting 10'])
  expect(titles(arrange(all, { ...usual, sort: 'longest' }))).toEqual(['Meeting 9', 'Meeting 10', 'Meeting 1'])
  expect(titles(arrange(all, { ...usual, sort: 'views' }))).toEqual(['Meeting 9', 'Meeting 10', 'Meeting 1'])
  expect(titles(arrange(all, { ...usual, tag: 'SALES' }))).toEqual(['Meeting 10', 'Meeting 1'])
  expect(titles(arrange(all, { ...usual, tag: 'sales', state: 'failed' }))).toEqual(['Meeting 1'])
  expect(titles(all)).toEqual(['Meeting 10', 'Meeting 9', 'Meeting 1'])
  expect(countTags(all)).toEqual([{ tag: 'Q3', count: 1 }, { tag: 'Sales', count: 2 }])
})

test('Shift chooses or takes back all from the last one to this, in either direction', () => {
  expect(between(['a', 'b', 'c', 'd'], 'd', 'b')).toEqual(['b', 'c', 'd'])
  expect(between(['a', 'b'], null, 'b')).toEqual(['b'])
  expect(between(['a', 'b'], 'gone', 'b')).toEqual(['b'])
  createRoot(dispose => {
    const selection = createSelection(() => ['a', 'b', 'c', 'd', 'e'])
    selection.toggle('b', false)
    selection.toggle('d', true)
    expect(selection.ids()).toEqual(['b', 'c', 'd'])
    selection.toggle('c', true)
    expect(selection.ids()).toEqual(['b'])
    selection.selectAll()
    expect(selection.ids()).toHaveLength(5)
    selection.clear()
    selection.toggle('e', true)
    expect(selection.ids()).toEqual(['e'])
    dispose()
  })
})

test('what is no longer in the list is no longer selected', () => {
  createRoot(dispose => {
    const [order, setOrder] = createSignal(['a', 'b', 'c'])
    const selection = createSelection(order)
    selection.selectAll()
    setOrder(['c', 'a'])
    expect(selection.ids()).toEqual(['c', 'a'])
    dispose()
  })
})

test('tags of several recordings change only where a person changed them', () => {
  createRoot(dispose => {
    const chosen = [recording(1, { tags: ['Sales', 'Q3'] }), recording(2, { tags: ['sales'] })]
    const draft = createTagDraft(() => chosen, () => ['Product', 'SALES'])
    expect(draft.offered('').map(tag => [tag, draft.held(tag)])).toEqual([['Q3', 'some'], ['Sales', 'all'], ['Product', 'none']])
    expect(draft.offered('zz')).toEqual(['Q3', 'Sales'])
    expect(draft.changes()).toEqual({ add: [], remove: [] })
    draft.toggle('Q3')
    draft.toggle('Sales')
    draft.give(' product ')
    draft.give('New')
    draft.give('  ')
    expect(draft.changes()).toEqual({ add: ['Q3', 'Product', 'New'], remove: ['Sales'] })
    draft.toggle('New')
    draft.toggle('Sales')
    expect(draft.changes()).toEqual({ add: ['Q3', 'Product'], remove: [] })
    dispose()
  })
})

test('days in the bin are counted down to the day of deletion', () => {
  const now = Date.parse('2026-02-01T12:00:00Z')
  expect(['2026-02-01T12:00:00Z', '2026-01-31T13:00:00Z', '2026-01-03T11:00:00Z', '2025-12-01T00:00:00Z'].map(at => daysLeft(at, 30, now))).toEqual([30, 30, 1, 0])
})
