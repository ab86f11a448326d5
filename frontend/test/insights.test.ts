import type { Insights } from '@f2l/common/contracts/views.ts'
import { expect, test } from 'vitest'
import { shortUtcDay } from '../src/format/date.ts'
import { number, percent } from '../src/format/number.ts'
import { curveArea, curveLine, leastOf, shareAt, stretchesOf } from '../src/insights/curve.ts'
import { heatOfLines } from '../src/insights/heat-of-lines.ts'
import { lastDays } from '../src/insights/last-days.ts'

test('the curve begins and ends at the borders of the timeline, with everybody at the top', () => {
  expect(curveLine([1, 0.5])).toBe('M0 0L25 0L75 50L100 50')
  expect(curveArea([1, 0.5])).toBe('M0 0L25 0L75 50L100 50L100 100L0 100Z')
  expect([curveLine([]), curveArea([])]).toEqual(['', ''])
})

test('a place on the curve is read from the part it lies in, also at the very end', () => {
  expect([0, 0.49, 0.5, 1, 2, -1].map(place => shareAt([1, 0.5], place))).toEqual([1, 1, 0.5, 0.5, 0.5, 1])
  expect(shareAt([], 0.5)).toBe(0)
})

test('the table says the same as the curve, in twenty rows', () => {
  const retention = Array.from({ length: 100 }, (_, part) => 1 - part / 100)
  const rows = stretchesOf(retention, 200)
  expect(rows).toHaveLength(20)
  expect(rows[1]).toEqual({ start: 10, share: expect.closeTo(0.93, 5) as number })
  expect(stretchesOf([], 200)).toEqual([])
  expect(leastOf(retention, 200)).toEqual({ start: 198, share: expect.closeTo(0.01, 5) as number })
})

test('the last thirty days end today and leave no day out', () => {
  const days = lastDays([{ day: '2026-01-01', views: 9 }, { day: '2026-02-28', views: 2 }, { day: '2026-03-01', views: 1 }], Date.parse('2026-03-01T23:59:00Z'))
  expect([days.length, days[0], days[28], days[29]]).toEqual([30, { day: '2026-01-31', views: 0 }, { day: '2026-02-28', views: 2 }, { day: '2026-03-01', views: 1 }])
})

test('a day of the server is that day in every time zone', () => {
  expect(shortUtcDay('2026-03-01', 'en')).toBe('Mar 1')
})

test('heat is shown only where it belongs to the lines of the page', () => {
  const found = { cueHeat: [1, 0.5] } as Insights
  expect(heatOfLines(found, 2)).toEqual([1, 0.5])
  for (const none of [heatOfLines(found, 3), heatOfLines(undefined, 2), heatOfLines({ ...found, cueHeat: [] }, 0)]) expect(none).toBeUndefined()
})

test('a little is not shown as nothing, nor almost all as all', () => {
  expect([0, 0.001, 0.455, 0.999, 1].map(share => percent(share, 'en'))).toEqual(['0%', '1%', '46%', '99%', '100%'])
  expect(number(12_345, 'en')).toBe('12,345')
})
