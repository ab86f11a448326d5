import { beforeAll, expect, test } from 'vitest'
import { linkParts } from '../src/comments/link-parts.ts'
import { countEmoji, firstWords, groupAt, groupByPlace } from '../src/comments/timeline-groups.ts'
import { readWords, words } from '../src/words/words.ts'

beforeAll(() => readWords(['comments', 'watch']))

const at = (...places: number[]) => places.map(place => ({ at: place }))

test('what is close together stands at one place, what is a gap apart does not', () => {
  expect(groupByPlace(at(9, 1, 2.9, 3), 2).map(group => [group.at, group.items.length])).toEqual([[1, 2], [3, 1], [9, 1]])
  expect(groupByPlace(at(5, 5, 5), 2)).toEqual([{ at: 5, items: at(5, 5, 5) }])
  expect(groupByPlace([], 2)).toEqual([])
})

test('a long row of close ones is cut into groups, and none is lost', () => {
  const groups = groupByPlace(at(...Array.from({ length: 100 }, (_, index) => index / 2)), 3)
  expect(groups.every((group, index) => index === 0 || group.at - groups[index - 1]!.at >= 3)).toBe(true)
  expect(groups.reduce((sum, group) => sum + group.items.length, 0)).toBe(100)
})

test('the most frequent emoji speaks for its group', () => {
  expect(countEmoji((['👍', '🎉', '👏', '🎉'] as const).map(emoji => ({ emoji })))).toEqual([{ emoji: '🎉', count: 2 }, { emoji: '👍', count: 1 }, { emoji: '👏', count: 1 }])
})

test('the slider comes upon a group as it begins to play, and leaves it two seconds later', () => {
  const groups = groupByPlace(at(4, 10), 2)
  expect([3, 3.8, 4, 5.9, 6.1, 10.5].map(second => groupAt(groups, second)?.at ?? null)).toEqual([null, 4, 4, 4, null, 10])
})

test.each([
  ['short', 20, 'short'], ['one two three four', 10, 'one two…'], ['two\nlines  here', 40, 'two lines here'], ['Donaudampfschifffahrt', 8, 'Donaudam…'], ['👨‍👩‍👧'.repeat(2), 100, '👨‍👩‍👧👨‍👩‍👧'],
])('the first words of %j within %i letters are %j', (text, length, first) => {
  expect(firstWords(text, length)).toBe(first)
})

test.each([
  ['See https://example.com/a?b=c.', ['https://example.com/a?b=c']], ['(http://example.com/x)', ['http://example.com/x']], ['https://en.example.org/wiki/Cut_(film), yes', ['https://en.example.org/wiki/Cut_(film)']],
  ['javascript:alert(1) data:text/html,x ftp://example.com', []], ['https://bank.example@evil.example/', []], ['https://', []], ['a https://one.example b https://two.example', ['https://one.example/', 'https://two.example/']],
  ['"https://example.com"><img src=x>', ['https://example.com/']],
])('the addresses that %j leads to are %j', (text, found) => {
  const parts = linkParts(text)
  expect(parts.flatMap(({ href }) => href ?? [])).toEqual(found)
  expect(parts.map(part => part.text).join('')).toBe(text)
})

test('words of time and number say one and many', () => {
  expect([words.watch.commentsTab(0), words.watch.commentsTab(3)]).toEqual(['Comments', 'Comments 3'])
  expect([words.comments.unfold(1), words.comments.unfold(2), words.comments.arrived(1)]).toEqual(['Show 1 comment', 'Show 2 comments', '1 new comment'])
  expect(words.comments.reacted('🎉', '1:05')).toBe('🎉 at 1:05')
})
