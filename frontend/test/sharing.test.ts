import type { ShareRulesView } from '@f2l/common/contracts/sharing.ts'
import { shareToken } from '@f2l/common/contracts/ids.ts'
import { createRoot } from 'solid-js'
import { beforeAll, expect, test } from 'vitest'
import { ApiError, errorFromAnswer } from '../src/api/api-error.ts'
import { shutReasonOf } from '../src/api/open-share-link.ts'
import { localMinute } from '../src/sharing/local-minute.ts'
import { readAddresses } from '../src/sharing/read-addresses.ts'
import { createSavedRules, type RulesChange, type SavedRules } from '../src/sharing/saved-rules.ts'
import { inkOn } from '../src/watch/ink-on.ts'
import { readWords } from '../src/words/words.ts'

beforeAll(() => readWords([]))

const first: ShareRulesView = { token: shareToken.parse('A'.repeat(22)), audience: 'link', people: [], hasPassword: false, expiresAt: null, allowsDownload: true, allowsComments: true, callToAction: null }

/** A server that answers when the test says so. */
function makeServer() {
  let rules = first
  const waiting: { change: RulesChange; answer: (fails?: boolean) => Promise<void> }[] = []
  const api = {
    readShareRules: async () => rules,
    renewShareLink: async () => rules = { ...rules, token: shareToken.parse('B'.repeat(22)) },
    changeShareRules: (_: string, { password, ...change }: RulesChange) => new Promise<ShareRulesView>((resolve, reject) => {
      waiting.push({
        change, answer: async fails => {
          if (fails) reject(new ApiError('input.invalid', 400, 'The server says no.'))
          else resolve(rules = { ...rules, ...change, hasPassword: password === undefined ? rules.hasPassword : password !== null })
          await new Promise(done => setTimeout(done))
        },
      })
    }),
  }
  return { api, waiting }
}

async function opened(): Promise<{ saved: SavedRules; waiting: ReturnType<typeof makeServer>['waiting'] }> {
  const { api, waiting } = makeServer()
  const saved = createRoot(() => createSavedRules(api, 'rec_1'))
  await saved.load()
  return { saved, waiting }
}

test('a change is seen at once and goes to the server one after the other', async () => {
  const { saved, waiting } = await opened()
  void saved.change({ audience: 'people' })
  void saved.change({ audience: 'owner', password: 'blue' })
  expect(saved.rules()).toMatchObject({ audience: 'owner', hasPassword: true })
  await Promise.resolve()
  expect(waiting).toHaveLength(1)
  await waiting[0]!.answer()
  expect(saved.rules()).toMatchObject({ audience: 'owner', hasPassword: true })
  expect(saved.isSaving()).toBe(true)
  await waiting[1]!.answer()
  expect([saved.isSaving(), saved.wasSaved(), saved.error()]).toEqual([false, true, null])
})

test('what the server refuses is as it was before, with its sentence; a later change stands', async () => {
  const { saved, waiting } = await opened()
  const refused = saved.change({ allowsDownload: false })
  const taken = saved.change({ allowsComments: false })
  await new Promise(done => setTimeout(done))
  await waiting[0]!.answer(true)
  expect(saved.rules()).toMatchObject({ allowsDownload: true, allowsComments: false })
  await waiting[1]!.answer()
  expect([await refused, await taken]).toEqual([false, true])
  expect(saved.rules()).toMatchObject({ allowsDownload: true, allowsComments: false })
  expect(saved.error()).toBe('The server says no.')
})

test.each([
  ['jo@example.com', ['jo@example.com'], ''],
  ['Jo Doe <Jo@Example.com>, b@example.org; c@example.org', ['jo@example.com', 'b@example.org', 'c@example.org'], ''],
  ['a@example.com\nb@example.com a@example.com', ['a@example.com', 'b@example.com'], ''],
  ['a@example.com, nonsense, me@', ['a@example.com'], 'nonsense, me@'],
  [' ,; ', [], ''],
])('of %j the addresses are read and the rest is left', (text, addresses, rest) => {
  expect(readAddresses(text)).toEqual({ addresses, rest })
})

test.each([['#ffffff', '#16161c'], ['#ffe28a', '#16161c'], ['#000000', '#ffffff'], ['#4652d6', '#ffffff'], ['#B3261E', '#ffffff']])('on %s one writes in %s', (ground, ink) => {
  expect(inkOn(ground)).toBe(ink)
})

test('a date field gives back the minute it was given, in winter and in summer', () => {
  for (const time of ['2026-01-15T10:07:00Z', '2026-07-15T23:59:00Z']) {
    expect(localMinute(Date.parse(time))).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/)
    expect(new Date(localMinute(Date.parse(time))).getTime()).toBe(Date.parse(time))
  }
})

test('why a link is shut is told from everything else that may fail', () => {
  const answer = (code: string, status: number) => errorFromAnswer(status, { error: { code, message: 'A sentence.' } })
  expect(shutReasonOf(answer('share.expired', 410))).toBe('share.expired')
  expect(shutReasonOf(answer('not_found', 404))).toBe('not_found')
  for (const error of [answer('internal', 500), errorFromAnswer(502, '<html>'), errorFromAnswer(404, { error: { code: 1 } }), errorFromAnswer(404, null), new Error('x')]) expect(shutReasonOf(error)).toBeNull()
})
