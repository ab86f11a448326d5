import type { MailWork } from '@f2l/common/contracts/internal-api.ts'
import type { Language } from '@f2l/common/contracts/language.ts'
import { AppError } from '@f2l/common/errors.ts'
import { shortClock } from '@f2l/common/transcript-formats/clock.ts'
import { mailHtml, mailText, type MailPage, type MailPart } from './mail-layout.ts'
import { de } from './words/de.ts'
import { en, type MailWords } from './words/en.ts'

export interface ComposedMail { subject: string; html: string; text: string }

/** `src` of the poster inside the mail; the picture itself is attached under this content id. */
export const posterContentId = 'poster@fathom-to-loom'

const longestSubject = 150

const spoken: Record<Language, MailWords> = { en, de }

/**
 * Writes the mail of a template in the person's language. The poster is shown where `work.posterKey` names one.
 * @param publicUrl origin of the product: relative links are read against it
 * @throws AppError `internal` when the link is no web address
 */
export function composeMail(work: MailWork, publicUrl: string): ComposedMail {
  const words = spoken[work.language]
  const { subject, preheader, parts } = templates[work.template](readFacts(work, words, publicUrl), words)
  const page: MailPage = { language: work.language, preheader, parts, footer: words.footer(new URL(publicUrl).host) }
  return { subject: shorten(subject, longestSubject), html: mailHtml(page), text: mailText(page) }
}

/** A text as one line without control characters: fit for a mail header. */
export function oneLine(text: string): string {
  // Zero-width and direction-changing characters go too: they can disguise a name.
  return text.replace(/[\p{Cc}\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/gu, ' ').replace(/\s+/g, ' ').trim()
}

interface Facts {
  greeting: string; title: string; link: URL; lengths: string; hasPoster: boolean; reason: string
  /** Null where they are not known, or call themselves by what is no name. */
  viewerName: string | null
  chapters: MailWork['chapters']
}
interface Template { subject: string; preheader: string; parts: MailPart[] }

const templates: Record<MailWork['template'], (facts: Facts, words: MailWords) => Template> = {
  'video-ready': videoReady, 'video-failed': videoFailed, 'first-view': firstView,
  'verify-email': (facts, words) => aboutAccount(facts, words.verifyEmail), 'reset-password': (facts, words) => aboutAccount(facts, words.resetPassword),
}

function readFacts(work: MailWork, words: MailWords, publicUrl: string): Facts {
  const name = usableName(work.name)
  return {
    greeting: name === null ? words.hello : words.helloTo(name),
    title: oneLine(work.title ?? '') || words.untitled,
    link: webLink(work.link, publicUrl),
    lengths: lengthsOf(work, words),
    hasPoster: work.posterKey !== null,
    reason: oneLine(work.errorMessage ? words.reason(work.errorCode ?? '', work.errorMessage) : '') || words.unknownReason,
    chapters: work.chapters,
    viewerName: usableName(work.viewerName ?? ''),
  }
}

function videoReady({ greeting, title, link, lengths, hasPoster, chapters }: Facts, { videoReady: words, ...common }: MailWords): Template {
  const parts: MailPart[] = [
    { kind: 'heading', text: title },
    { kind: 'paragraph', text: `${greeting} ${words.text}${lengths === '' ? '' : ` ${lengths}`}` },
  ]
  if (hasPoster) parts.push({ kind: 'poster', source: `cid:${posterContentId}`, alt: words.poster(title), link: link.href })
  parts.push({ kind: 'button', label: words.button, link: link.href })
  if (chapters.length > 0) parts.push({ kind: 'moments', title: common.chapters, moments: chapters.map(chapter => momentOf(chapter, link)) })
  parts.push({ kind: 'small', text: words.note })
  return { subject: words.subject(title), preheader: lengths === '' ? words.preheader(title) : lengths, parts }
}

function videoFailed({ greeting, title, link, reason }: Facts, { videoFailed: words }: MailWords): Template {
  return {
    subject: words.subject(title),
    preheader: reason,
    parts: [
      { kind: 'heading', text: title },
      { kind: 'paragraph', text: `${greeting} ${words.text}` },
      { kind: 'quote', text: reason },
      { kind: 'paragraph', text: words.help },
      { kind: 'button', label: words.button, link: link.href },
    ],
  }
}

function firstView({ greeting, title, link, viewerName }: Facts, { firstView: words }: MailWords): Template {
  return {
    subject: words.subject(viewerName, title),
    preheader: words.preheader,
    parts: [
      { kind: 'heading', text: title },
      { kind: 'paragraph', text: `${greeting} ${words.text(viewerName)}` },
      { kind: 'button', label: words.button, link: link.href },
      { kind: 'small', text: words.note },
    ],
  }
}

function aboutAccount({ greeting, link }: Facts, words: MailWords['verifyEmail' | 'resetPassword']): Template {
  return {
    subject: words.subject,
    preheader: words.preheader,
    parts: [
      { kind: 'heading', text: words.subject },
      { kind: 'paragraph', text: `${greeting} ${words.text}` },
      { kind: 'button', label: words.button, link: link.href },
      { kind: 'small', text: words.note },
    ],
  }
}

/** People, and viewers too, choose their own names: in a mail only one that advertises nothing. */
export function usableName(text: string): string | null {
  const name = oneLine(text)
  return isUsableName(name) ? shorten(name, 60) : null
}

/** Anybody can sign up with somebody else's address: a "name" that advertises a link is not passed on. */
function isUsableName(name: string): boolean {
  return name !== '' && !/[@/\\]|www\.|\.[a-z]{2,}\b/iu.test(name)
}

function momentOf({ start, title }: MailWork['chapters'][number], link: URL): { time: string; text: string; link: string } {
  const target = new URL(link)
  target.searchParams.set('t', String(Math.max(0, Math.floor(start))))
  return { time: shortClock(start), text: oneLine(title), link: target.href }
}

function webLink(link: string, publicUrl: string): URL {
  const url = URL.parse(link, publicUrl)
  if (url === null || !['http:', 'https:'].includes(url.protocol)) throw new AppError('internal', 'The link for this mail is not a web address.')
  return url
}

function lengthsOf({ sourceSeconds, videoSeconds }: Pick<MailWork, 'sourceSeconds' | 'videoSeconds'>, words: MailWords): string {
  if (videoSeconds === null) return ''
  if (sourceSeconds === null || sourceSeconds <= videoSeconds) return words.length(length(videoSeconds, words))
  return words.lengthChange(length(sourceSeconds, words), length(videoSeconds, words))
}

/** Minutes are enough for a meeting; under ten minutes the seconds count. */
function length(seconds: number, words: MailWords): string {
  return seconds >= 600 ? words.minutes(Math.round(seconds / 60)) : shortClock(seconds)
}

function shorten(text: string, most: number): string {
  const characters = [...text]
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('').trimEnd()}…`
}
