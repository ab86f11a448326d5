import { describe, expect, test } from 'vitest'
import { parseInline, parseMarkdown, safeHref, withHeadingsFrom, type Block, type Inline } from '../src/watch/markdown.ts'

const text = (value: string): Inline => ({ kind: 'text', text: value })

test('a Fathom summary keeps its headings, bold takeaways, nested points and seeking links', () => {
  const blocks = parseMarkdown('## Key takeaways\n\n  - [**Export**: seven of nine.](?t=60)\n    - top bar\n  - Billing\n\n1. One\n2. Two')
  expect(blocks).toEqual([
    { kind: 'heading', level: 2, children: [text('Key takeaways')] },
    { kind: 'list', isOrdered: false, items: [
      {
        children: [{ kind: 'link', href: '?t=60', children: [{ kind: 'strong', children: [text('Export')] }, text(': seven of nine.')] }],
        blocks: [{ kind: 'list', isOrdered: false, items: [{ children: [text('top bar')], blocks: [] }] }],
      },
      { children: [text('Billing')], blocks: [] },
    ] },
    { kind: 'list', isOrdered: true, items: [{ children: [text('One')], blocks: [] }, { children: [text('Two')], blocks: [] }] },
  ] satisfies Block[])
})

test('lines of one paragraph flow together and a blank line ends it', () => {
  expect(parseMarkdown('one\ntwo\n\nthree')).toEqual([
    { kind: 'paragraph', children: [text('one two')] }, { kind: 'paragraph', children: [text('three')] },
  ])
})

test('quotes, code and rules are blocks of their own', () => {
  expect(parseMarkdown('> said\n\n```\n<b>**x**\n```\n***').map(block => block.kind)).toEqual(['quote', 'code', 'rule'])
  expect(parseMarkdown('```\n<b>**x**\n```')).toEqual([{ kind: 'code', text: '<b>**x**' }])
})

test('headings fit under those of the page without a gap', () => {
  const levels = withHeadingsFrom(3, parseMarkdown('## a\n#### b\n## c')).map(block => block.kind === 'heading' && block.level)
  expect(levels).toEqual([3, 4, 3])
})

test('81: HTML is text like any other', () => {
  expect(parseInline('a <img src=x onerror=alert(1)> b')).toEqual([text('a <img src=x onerror=alert(1)> b')])
})

test.each(['javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'java\tscript:alert(1)', '\u0001javascript:alert(1)', 'data:text/html,x', 'vbscript:x', '//evil.tld', '/\\evil.tld', 'mailto:a@b.c', 'https:///x', ''])('81: %j is never a link', href => {
  expect(safeHref(href)).toBeNull()
})

test.each(['https://example.com/a', 'HTTP://example.com', '/s/abc', '?t=5', '#top'])('%j is a link', href => {
  expect(safeHref(href)).toBe(href)
})

test('81: a forbidden link leaves its words and drops its address', () => {
  expect(parseInline('[click](javascript:alert) me')).toEqual([text('click me')])
})

test('a link may hold brackets of an address and a title', () => {
  expect(parseInline('[a](https://x.y/z_(w) "t")')).toEqual([{ kind: 'link', href: 'https://x.y/z_(w)', children: [text('a')] }])
})

test('underscores inside a word and lone stars stay what they are', () => {
  expect(parseInline('snake_case_name 2 * 3 * 4')).toEqual([text('snake_case_name 2 * 3 * 4')])
})

test('an escaped star is a star', () => {
  expect(parseInline('\\*not bold\\*')).toEqual([text('*not bold*')])
})

describe('hostile text', () => {
  test.each([
    ['opening brackets', '['.repeat(20_000)], ['stars', '*'.repeat(20_000)], ['half links', '[a]('.repeat(5_000)],
    ['backticks', '`'.repeat(20_000)], ['quotes in quotes', '>'.repeat(20_000)], ['nested lists', Array.from({ length: 500 }, (_, depth) => `${'  '.repeat(depth)}- x`).join('\n')],
    ['bold that never ends', '**a '.repeat(5_000)],
  ])('%s are read in reasonable time', (_name, source) => {
    const start = performance.now()
    parseMarkdown(source)
    expect(performance.now() - start).toBeLessThan(2000)
  })
})
