import type { JobView } from '@f2l/common/contracts/api.ts'
import { jobId } from '@f2l/common/contracts/ids.ts'
import { beforeAll, expect, test } from 'vitest'
import { newPasswordProblem } from '../src/account/form-problem.ts'
import { nextPage } from '../src/account/next-page.ts'
import { sortFiles } from '../src/library/sort-files.ts'
import { mailDocument, splitLinks } from '../src/outbox/mail-document.ts'
import { jobSentence, jobTime } from '../src/queue/job-words.ts'
import { placeCuts } from '../src/recording/cut-places.ts'
import { readWords, words } from '../src/words/words.ts'

beforeAll(() => readWords(['app', 'job']))

test.each(['https://evil.tld', '//evil.tld', '/\\evil.tld', '/\t/evil.tld', '/x\\y', 'javascript:alert(1)', '', undefined])('logging in never leads to %s', next => {
  expect(nextPage(next)).toBe('/')
})

test('logging in leads back to the page that was wanted', () => {
  expect(nextPage('/recordings/rec_1?a=b')).toBe('/recordings/rec_1?a=b')
})

test('a password is measured in bytes at its upper end', () => {
  expect(newPasswordProblem('short')).toBe(words.account.shortPassword)
  expect(newPasswordProblem('x'.repeat(71))).toBeUndefined()
  expect(newPasswordProblem('é'.repeat(36))).toBe(words.account.longPassword)
})

test('a transcript dropped together with its recording is recognised', () => {
  const [video, transcript] = [{ name: 'call.MP4' }, { name: 'call.vtt' }]
  expect(sortFiles([transcript, video])).toEqual({ media: video, transcript })
  expect(sortFiles([])).toEqual({ media: null, transcript: null })
})

test('links of a mail open outside its frame, whatever the mail begins with', () => {
  expect(mailDocument('<!doctype html><html><head><title>x</title></head><p>')).toBe('<!doctype html><html><head><base target="_blank"><title>x</title></head><p>')
  expect(mailDocument('<!doctype html><p>$& hi')).toBe('<!doctype html><base target="_blank"><p>$& hi')
  expect(mailDocument('<p>')).toBe('<base target="_blank"><p>')
})

test('links in a mail\'s text end before the sentence does', () => {
  expect(splitLinks('See https://x.y/s/a?t=5. Bye')).toEqual([{ text: 'See ', isLink: false }, { text: 'https://x.y/s/a?t=5', isLink: true }, { text: '. Bye', isLink: false }])
})

test('a cut is played from two seconds before its place in the finished video', () => {
  const cuts = [
    { span: { start: 60, end: 70 }, reason: 'silence', confidence: 1 } as const,
    { span: { start: 20, end: 30 }, reason: 'filler', confidence: 0.9 } as const,
  ]
  const keep = [{ start: 0, end: 20 }, { start: 30, end: 60 }, { start: 70, end: 100 }]
  const titleCardSeconds = 2.5
  expect(placeCuts(cuts, keep, 80 + titleCardSeconds).map(place => place.playFrom)).toEqual([20.5, 50.5])
  expect(placeCuts(cuts, [], 10)).toHaveLength(2)
})

const job = (part: Partial<JobView>): JobView => ({
  id: jobId.parse('abcdefghijklmno'), status: 'processing', stage: null, percent: 0, placeInLine: null, secondsLeft: null, attempts: 1,
  runAfter: null, obstacle: null, error: null, createdAt: '2026-03-10T12:00:00Z', startedAt: null, finishedAt: null, ...part,
})

test('a job says in words what it is doing and how long it takes', () => {
  const now = Date.parse('2026-03-10T12:00:00Z')
  const say = (part: Partial<JobView>): string => jobSentence(job(part), words, now, 'en')
  expect(say({ stage: 'render' })).toBe('Making the video')
  expect(say({ status: 'pending', placeInLine: 1 })).toBe('Next in line')
  expect(say({ status: 'pending', placeInLine: 4 })).toBe('Place 4 in line')
  expect(say({ status: 'pending', runAfter: '2026-03-10T12:01:00Z' })).toBe('Tries again in 1 minute')
  expect(say({ status: 'dead' })).toBe('Failed')
  expect(say({ status: 'pending', placeInLine: 1, obstacle: 'paused' })).toBe('Waits: the operator paused the queue')
  expect(say({ status: 'pending', placeInLine: 1, obstacle: 'no-worker' })).toBe('Waits: no worker is running')
  expect(say({ status: 'pending', obstacle: 'fathom', runAfter: '2026-03-10T12:01:00Z' })).toBe('Waits for Fathom, looks again in 1 minute')
  expect(say({ stage: 'render', obstacle: 'silent-worker' })).toBe('Its worker has gone silent; another one takes over')
  expect(jobTime(job({ secondsLeft: 61 }), words, 'en')).toBe('about 2 min left')
  expect(jobTime(job({ status: 'pending', secondsLeft: 350 }), words, 'en')).toBe('ready in about 6 min')
  expect(jobTime(job({}), words, 'en')).toBeNull()
  expect(jobTime(job({ status: 'completed', startedAt: '2026-03-10T12:00:00Z', finishedAt: '2026-03-10T12:03:20Z' }), words, 'en')).toBe('took 3 min 20 sec')
})
