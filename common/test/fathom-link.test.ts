import { expect, test } from 'vitest'
import { AppError } from '../src/errors.ts'
import { parseFathomLink } from '../src/fathom/link.ts'

const real = { shareUrl: 'https://fathom.video' }
const offline = { shareUrl: 'http://127.0.0.1:9911' }
const share = (timestampSeconds: number | null = null): object => ({ kind: 'share', token: 'aB3_-x', canonicalUrl: 'https://fathom.video/share/aB3_-x', timestampSeconds })

test.each([
  ['https://fathom.video/share/aB3_-x', null],
  ['  https://fathom.video/share/aB3_-x\n', null],
  ['https://www.fathom.video/share/aB3_-x/', null],
  ['HTTPS://FATHOM.VIDEO/share/aB3_-x', null],
  ['fathom.video/share/aB3_-x', null],
  ['https://fathom.video/share/aB3_-x?tab=summary&utm_source=mail#top', null],
  ['https://fathom.video/share/aB3_-x?timestamp=12.5', 12.5],
  ['https://fathom.video/share/aB3_-x?timestamp=-1e9', null],
  ['https://fathom.video/embed/aB3_-x?timestamp=90', 90],
  ['https://fathom.video/share/aB3_-x/video.m3u8', null],
])('%j is a share link, and all spellings are one recording', (text, seconds) => {
  expect(parseFathomLink(text, real)).toEqual(share(seconds))
})

test('an owner\'s link carries its number', () => {
  expect(parseFathomLink('https://www.fathom.video/calls/123456789/?timestamp=3', real))
    .toEqual({ kind: 'call', callNumber: '123456789', canonicalUrl: 'https://fathom.video/calls/123456789', timestampSeconds: 3 })
})

test('the origin that the operator set counts as Fathom\'s, and links lead there', () => {
  expect(parseFathomLink('http://127.0.0.1:9911/share/abc', offline).canonicalUrl).toBe('http://127.0.0.1:9911/share/abc')
  expect(parseFathomLink('https://fathom.video/share/abc', offline).canonicalUrl).toBe('http://127.0.0.1:9911/share/abc')
  expect(codeOf('http://127.0.0.1:9912/share/abc', offline.shareUrl)).toBe('link.wrong_host')
  expect(codeOf('http://127.0.0.1:9911/share/abc')).toBe('link.wrong_host')
})

test.each([
  ['', 'link.not_a_url'], ['hello', 'link.not_a_url'], ['javascript:alert(1)', 'link.not_a_url'], ['ftp://fathom.video/share/x', 'link.not_a_url'],
  ['file:///share/x', 'link.not_a_url'], ['https://fathom.video/share/x and more', 'link.not_a_url'], ['http://fathom.video/share/x', 'link.not_a_url'],
  [`https://fathom.video/share/${'x'.repeat(3000)}`, 'link.not_a_url'], ['https://fathom.video:8443/share/x', 'link.not_a_url'],
  ['https://example.com/share/x', 'link.wrong_host'], ['https://youtube.com/watch?v=1', 'link.wrong_host'], ['https://app.fathom.video/share/x', 'link.wrong_host'],
  ['https://usefathom.com/share/x', 'link.usefathom'], ['https://app.usefathom.com/share/x', 'link.usefathom'],
  ['https://fathom.video.evil.tld/share/x', 'link.lookalike_host'], ['fathom.video.evil.tld/share/x', 'link.lookalike_host'],
  ['https://fathom-video.com/share/x', 'link.lookalike_host'], ['https://fathorn.video/share/x', 'link.lookalike_host'],
  ['https://www.fathom.vide0/share/x', 'link.lookalike_host'], ['https://f\u0430thom.video/share/x', 'link.lookalike_host'],
  ['https://fathom.video@evil.tld/share/x', 'link.lookalike_host'], ['https://me:secret@fathom.video/share/x', 'link.lookalike_host'],
  ['https://fathom.video', 'link.not_a_recording'], ['https://fathom.video/home', 'link.not_a_recording'], ['https://fathom.video\\@evil.tld/share/x', 'link.not_a_recording'],
  ['https://fathom.video/share/../../x', 'link.not_a_recording'], ['https://fathom.video/share/%2e%2e%2fx', 'link.not_a_recording'], ['https://fathom.video/calls/abc', 'link.not_a_recording'],
])('%j is refused with %s', (text, code) => {
  expect(codeOf(text)).toBe(code)
})

test('each kind of wrong link has a sentence of its own', () => {
  const texts = ['hello', 'https://example.com/', 'https://usefathom.com/', 'https://fathom.video.evil.tld/share/x', 'https://fathom.video/home']
  const messages = texts.map(text => failure(text, real.shareUrl).message)
  expect(new Set(messages).size).toBe(texts.length)
  for (const message of messages) expect(message).toMatch(/^[A-Za-z].*[.)]$/)
})

function codeOf(text: string, shareUrl = real.shareUrl): string {
  return failure(text, shareUrl).code
}

function failure(text: string, shareUrl: string): AppError {
  try {
    parseFathomLink(text, { shareUrl })
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown
  }
  throw new Error(`${text} was accepted`)
}
