import { expect, test } from 'vitest'
import { bytes } from '../src/format/bytes.ts'
import { ago } from '../src/format/date.ts'
import { clock, length, remaining, spokenClock } from '../src/format/duration.ts'
import { linkAtTime, parseTimeParam } from '../src/format/time-param.ts'
import { localeOf } from '../src/words/language.ts'

test.each([[0, '0:00'], [59.99, '0:59'], [60, '1:00'], [605, '10:05'], [3729, '1:02:09'], [-3, '0:00'], [Number.NaN, '0:00'], [Infinity, '0:00']])('%d seconds is %s on the clock', (seconds, expected) => {
  expect(clock(seconds)).toBe(expected)
})

test.each([[45, '45 sec'], [200, '3 min 20 sec'], [180, '3 min'], [3720, '62 min'], [7500, '2 hr 5 min'], [59.6, '1 min']])('a length of %d seconds is "%s"', (seconds, expected) => {
  expect(length(seconds, 'en')).toBe(expected)
})

test.each([[0, '5 sec'], [12, '15 sec'], [61, '2 min'], [3540, '59 min'], [4200, '1 hr 10 min']])('%d seconds left are said as "%s", never too few', (seconds, expected) => {
  expect(remaining(seconds, 'en')).toBe(expected)
})

test('a screen reader hears units', () => {
  expect(spokenClock(3725, 'en')).toBe('1 hour 2 minutes 5 seconds')
  expect(spokenClock(0, 'en')).toBe('0 seconds')
})

test.each([['83', 83], ['83.5', 83.5], ['83s', 83], ['1m23s', 83], ['1h2m3s', 3723], ['2m', 120], ['1:23', 83], ['1:02:03', 3723]])('t=%s starts at second %d', (value, seconds) => {
  expect(parseTimeParam(value)).toBe(seconds)
})

test.each(['', 'x', '-5', '1:99', '5m3', 'Infinity', '1e9', null])('t=%s is no time', value => {
  expect(parseTimeParam(value)).toBeNull()
})

test('a link at a time reads back as that time', () => {
  const link = linkAtTime('https://x.y', 'abc', 83.9)
  expect(link).toBe('https://x.y/s/abc?t=83')
  expect(parseTimeParam(new URL(link).searchParams.get('t'))).toBe(83)
  expect(linkAtTime('https://x.y', 'abc', 0.4)).toBe('https://x.y/s/abc')
})

test('sizes are told in decimal units', () => {
  expect([bytes(0, 'en'), bytes(999, 'en'), bytes(3_400_000, 'en'), bytes(1.25e9, 'en')]).toEqual(['0 bytes', '999 bytes', '3.4 MB', '1.3 GB'])
})

test('times are told relative to now, and as a date after a week', () => {
  const now = Date.parse('2026-03-10T12:00:00Z')
  expect(ago('2026-03-10T11:58:00Z', now, 'en')).toBe('2 minutes ago')
  expect(ago('2026-03-09T12:00:00Z', now, 'en')).toBe('yesterday')
  expect(ago('2026-03-10T12:01:00Z', now, 'en')).toBe('in 1 minute')
  expect(ago('2026-01-10T12:00:00Z', now, 'en')).toContain('2026')
  expect(ago('nonsense', now, 'en')).toBe('')
})

test('dates and numbers are written as the browser\'s country writes them, in the language of the words', () => {
  expect(localeOf('de', ['en-US', 'de-CH', 'de'])).toBe('de-CH')
  expect(localeOf('en', ['de-DE', 'fr'])).toBe('en')
  expect(localeOf('en', ['en-US@posix', 'en-GB'])).toBe('en-GB')
  expect(localeOf('en', ['C'])).toBe('en')
})
