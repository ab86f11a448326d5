import { describe, expect, test } from 'vitest'
import { retentionParts } from '@f2l/common/contracts/views.ts'
import { mergeSpans, secondsOf } from '@f2l/common/contracts/merge-spans.ts'
import type { Span } from '@f2l/common/contracts/span.ts'
import type { TimeMapSource } from '@f2l/common/contracts/time-map.ts'
import { seededNumbers } from '@f2l/common/seeded-numbers.ts'
import { callToActionOf, insightsOf, peopleOf, type StoredView } from '../src/views/insights.ts'
import { viewersCsv } from '../src/views/insights-csv.ts'
import { makeSeenTimes, storedSpans } from '../src/views/seen-spans.ts'

/** 30 s of source, 10 to 20 cut away, 2 s of title card: 22 s. */
const plan: TimeMapSource = { frameRate: { num: 30, den: 1 }, keep: [{ start: 0, end: 300 }, { start: 600, end: 900 }], titleCard: { frames: 60 } }
const times = makeSeenTimes(plan)

function view(changes: Partial<StoredView> = {}): StoredView {
  return { visitor: 'v1', viewerId: null, viewerName: null, startedAt: '2026-11-01T10:00:00.000Z', lastAt: '2026-11-01T10:01:00.000Z', seen: [], isCounted: true, sawCallToAction: false, clickedAt: null, ...changes }
}

/** Some plan, and what some people saw of it, the same for the same seed. */
function made(seed: number) {
  const next = seededNumbers(seed)
  const keep = Array.from({ length: 1 + Math.floor(next() * 6) }, (_, index) => ({ start: index * 400 + Math.floor(next() * 100), end: index * 400 + 150 + Math.floor(next() * 200) }))
  const made: TimeMapSource = { frameRate: { num: 30000, den: 1001 }, keep, titleCard: { frames: next() < 0.3 ? 0 : Math.floor(next() * 90) } }
  const own = makeSeenTimes(made)
  const spans = (): Span[] => Array.from({ length: Math.floor(next() * 5) }, () => {
    const start = next() * own.outputSeconds
    return { start, end: start + next() * (own.outputSeconds - start) }
  })
  const views = Array.from({ length: 1 + Math.floor(next() * 8) }, () => ({ output: spans(), visitor: `v${Math.floor(next() * 4)}` }))
  return { times: own, views, plan: made }
}

describe('seen times', () => {
  test('a cut between two seconds that were seen in a row is a gap of the source', () => {
    expect(times.toSource([{ start: 0, end: 22 }])).toEqual([{ start: -2, end: 10 }, { start: 20, end: 30 }])
    expect(times.toSource([{ start: 11, end: 13 }])).toEqual([{ start: 9, end: 10 }, { start: 20, end: 21 }])
    expect(times.toOutput([{ start: 9, end: 10 }, { start: 20, end: 21 }])).toEqual([{ start: 11, end: 13 }])
  })

  test('the title card stays the title card when another plan has another one', () => {
    const longer = makeSeenTimes({ ...plan, titleCard: { frames: 90 } })
    expect(longer.toOutput(times.toSource([{ start: 0, end: 4 }]))).toEqual([{ start: 1, end: 5 }])
    expect(makeSeenTimes({ ...plan, titleCard: { frames: 0 } }).toOutput(times.toSource([{ start: 0, end: 4 }]))).toEqual([{ start: 0, end: 2 }])
  })

  test('what is told comes back as it was, whatever the plan', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const { times: own, views } = made(seed)
      for (const { output } of views) {
        const back = own.toOutput(own.toSource(output))
        const wanted = mergeSpans(output)
        // What both have together is no more than each has alone: they are the same seconds.
        for (const spans of [back, mergeSpans([...back, ...wanted])]) expect(secondsOf(spans)).toBeCloseTo(secondsOf(wanted), 6)
      }
    }
  })

  test('a short cut inside what was seen is closed, what was skipped is not', () => {
    const short = makeSeenTimes({ ...plan, keep: [{ start: 0, end: 300 }, { start: 330, end: 900 }] })
    expect(short.toSource([{ start: 2, end: 20 }])).toEqual([{ start: 0, end: 19 }])
    expect(short.toSource([{ start: 2, end: 6 }, { start: 7, end: 9 }])).toEqual([{ start: 0, end: 4 }, { start: 5, end: 7 }])
  })

  test('a view never holds more than three hundred spans, and none of them is lost', () => {
    const scattered = Array.from({ length: 1000 }, (_, index) => ({ start: index * 3, end: index * 3 + 1 + (index % 7) / 10 }))
    const stored = storedSpans(scattered)
    expect(stored.length).toBeLessThanOrEqual(300)
    for (const { start, end } of scattered) expect(stored.some(span => span.start <= start && span.end >= end - 0.01)).toBe(true)
  })
})

describe('insights', () => {
  test('before the first view there is nothing to draw', () => {
    expect(insightsOf([view({ isCounted: false, seen: [{ start: 0, end: 3 }] })], times, [{ start: 2, end: 6 }]))
      .toEqual({ views: 0, viewers: 0, seenShare: 0, retention: [], cueHeat: [], viewerList: [], days: [] })
  })

  test('two views of one browser are one viewer who saw both', () => {
    const found = insightsOf([view({ seen: [{ start: 0, end: 5 }] }), view({ seen: [{ start: 4, end: 10 }], lastAt: '2026-11-02T10:00:00.000Z', clickedAt: '2026-11-02T10:00:00.000Z' })], times, [{ start: 2, end: 7 }, { start: 7, end: 17 }])
    expect(found).toMatchObject({ views: 2, viewers: 1, seenShare: 0.455, cueHeat: [1, 0.5], viewerList: [{ name: null, views: 2, lastAt: '2026-11-02T10:00:00.000Z', seenShare: 0.455, clicked: true }] })
    expect(found.retention).toHaveLength(retentionParts)
    expect([found.retention[8], found.retention[10], found.retention[53], found.retention[55]]).toEqual([0, 1, 1, 0])
  })

  test('who signs in later is the same person as before, also in another browser', () => {
    const found = insightsOf([view(), view({ viewerId: 'u1' as never, viewerName: 'Ada' }), view({ visitor: 'v2', viewerId: 'u1' as never, viewerName: 'Ada L.', lastAt: '2026-11-03T00:00:00.000Z' }), view({ visitor: 'v3' })], times, [])
    expect(found.viewerList.map(({ name, views }) => [name, views])).toEqual([['Ada L.', 3], [null, 1]])
  })

  test('the mean of the curve is the mean of the viewers, a line over everything has the same heat, and all agree with counting by hand', () => {
    for (let seed = 1; seed <= 100; seed += 1) {
      const { times: own, views } = made(seed)
      const stored = views.map(({ output, visitor }) => view({ visitor, seen: own.toSource(output) }))
      const { seenShare, retention, cueHeat } = insightsOf(stored, own, [{ start: 0, end: own.outputSeconds }])
      expect(Math.abs(retention.reduce((sum, part) => sum + part, 0) / retentionParts - seenShare)).toBeLessThan(0.002)
      expect(Math.abs(cueHeat[0]! - seenShare)).toBeLessThan(0.002)
      expect(Math.abs(shareByHand(views, own.outputSeconds) - seenShare)).toBeLessThan(0.01)
      for (const part of retention) expect(part >= 0 && part <= 1).toBe(true)
    }
  })

  test('days are counted in UTC, at most thirty of them', () => {
    const stored = Array.from({ length: 40 }, (_, day) => view({ startedAt: new Date(Date.UTC(2026, 0, 1 + day, 23, 59)).toISOString() }))
    const { days } = insightsOf([...stored, stored[39]!], times, [])
    expect([days.length, days[0], days.at(-1)]).toEqual([30, { day: '2026-01-11', views: 1 }, { day: '2026-02-09', views: 2 }])
  })

  test('the button is counted by people, also for those who left too soon to count', () => {
    const pressed = view({ isCounted: false, sawCallToAction: true, clickedAt: '2026-11-01T10:00:00.000Z' })
    expect(callToActionOf([pressed, pressed, view({ visitor: 'v2', sawCallToAction: true }), view({ visitor: 'v3' })])).toEqual({ seenBy: 2, clickedBy: 1 })
  })

  test('ten thousand long views are worked out in less than two seconds of work', () => {
    const keep = Array.from({ length: 800 }, (_, index) => ({ start: index * 130, end: index * 130 + 90 }))
    const long = makeSeenTimes({ frameRate: { num: 30, den: 1 }, keep, titleCard: { frames: 60 } })
    const next = seededNumbers(5)
    const stored = Array.from({ length: 10_000 }, (_, index) => view({ visitor: `v${index % 4000}`, seen: storedSpans(Array.from({ length: 20 }, () => { const start = next() * 3400; return { start, end: start + next() * 60 } })) }))
    const cues = Array.from({ length: 1500 }, (_, index) => ({ start: index * 1.5, end: index * 1.5 + 1.4 }))
    const began = process.cpuUsage()
    const found = insightsOf(stored, long, cues)
    const { user, system } = process.cpuUsage(began)
    expect((user + system) / 1e6).toBeLessThan(2)
    expect(found.viewers).toBe(4000)
    expect(found.viewerList).toHaveLength(200)
  })
})

function shareByHand(views: { output: Span[]; visitor: string }[], outputSeconds: number): number {
  const visitors = [...new Set(views.map(({ visitor }) => visitor))]
  const places = Array.from({ length: 2000 }, (_, index) => (index + 0.5) * outputSeconds / 2000)
  const sees = (visitor: string, place: number): boolean => views.some(view => view.visitor === visitor && view.output.some(({ start, end }) => start <= place && place < end))
  return visitors.flatMap(visitor => places.filter(place => sees(visitor, place))).length / (visitors.length * places.length)
}

describe('the table of viewers', () => {
  const viewer = { name: 'Ada', views: 2, lastAt: '2026-11-01T10:00:00.000Z', seenShare: 0.455, clicked: true }
  test('is a CSV by RFC 4180', () => {
    expect(viewersCsv([viewer, { ...viewer, name: 'Lee, "Bob"\nSmith', clicked: false }, { ...viewer, name: null }])).toBe(
      '\uFEFFName,Views,Last view (UTC),Seen (%),Clicked\r\nAda,2,2026-11-01T10:00:00.000Z,46,yes\r\n"Lee, ""Bob""\nSmith",2,2026-11-01T10:00:00.000Z,46,no\r\nSomebody,2,2026-11-01T10:00:00.000Z,46,yes\r\n')
  })
  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '\r=1', '＝1'])('85: makes no formula of the name %j', name => {
    expect(viewersCsv([{ ...viewer, name }])).toMatch(/\r\n"?'/)
  })
  test('knows everybody', () => {
    const stored = Array.from({ length: 300 }, (_, index) => view({ visitor: `v${index}` }))
    expect(peopleOf(stored, times)).toHaveLength(300)
  })
})
