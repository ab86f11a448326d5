import type { MailWork } from '@f2l/common/contracts/internal-api.ts'
import { AppError } from '@f2l/common/errors.ts'
import { shortClock } from '@f2l/common/transcript-formats/clock.ts'
import { mailHtml, mailText, type MailPage, type MailPart } from './mail-layout.ts'

export interface ComposedMail { subject: string; html: string; text: string }

/** `src` of the poster inside the mail; the picture itself is attached under this content id. */
export const posterContentId = 'poster@fathom-to-loom'

const longestSubject = 150

/**
 * Writes the mail of a template. The poster is shown where `work.posterKey` names one.
 * @param publicUrl origin of the product: relative links are read against it
 * @throws AppError `internal` when the link is no web address
 */
export function composeMail(work: MailWork, publicUrl: string): ComposedMail {
  const facts = readFacts(work, publicUrl)
  const { subject, preheader, parts } = templates[work.template](facts)
  const page: MailPage = { preheader, parts, footer: `Sent by Fathom-to-Loom, ${new URL(publicUrl).host}. This mail has no tracking.` }
  return { subject: shorten(subject, longestSubject), html: mailHtml(page), text: mailText(page) }
}

/** A text as one line without control characters: fit for a mail header. */
export function oneLine(text: string): string {
  // Zero-width and direction-changing characters go too: they can disguise a name.
  return text.replace(/[\p{Cc}\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/gu, ' ').replace(/\s+/g, ' ').trim()
}

interface Facts {
  name: string; title: string; link: URL; lengths: string; hasPoster: boolean; errorMessage: string; viewerName: string
  chapters: MailWork['chapters']
}
interface Template { subject: string; preheader: string; parts: MailPart[] }

const templates: Record<MailWork['template'], (facts: Facts) => Template> = {
  'video-ready': videoReady, 'video-failed': videoFailed, 'first-view': firstView, 'verify-email': verifyEmail, 'reset-password': resetPassword,
}

function readFacts(work: MailWork, publicUrl: string): Facts {
  return {
    name: oneLine(work.name),
    title: oneLine(work.title ?? '') || 'Your recording',
    link: webLink(work.link, publicUrl),
    lengths: lengthsOf(work.sourceSeconds, work.videoSeconds),
    hasPoster: work.posterKey !== null,
    errorMessage: oneLine(work.errorMessage ?? '') || 'Something went wrong on our side.',
    chapters: work.chapters,
    viewerName: viewerOf(oneLine(work.viewerName ?? '')),
  }
}

function videoReady({ name, title, link, lengths, hasPoster, chapters }: Facts): Template {
  const parts: MailPart[] = [
    { kind: 'heading', text: title },
    { kind: 'paragraph', text: `${greeting(name)} your video is ready to watch and share.${lengths === '' ? '' : ` ${lengths}`}` },
  ]
  if (hasPoster) parts.push({ kind: 'poster', source: `cid:${posterContentId}`, alt: `Watch: ${title}`, link: link.href })
  parts.push({ kind: 'button', label: 'Watch the video', link: link.href })
  if (chapters.length > 0) parts.push({ kind: 'moments', title: 'Chapters', moments: chapters.map(chapter => momentOf(chapter, link)) })
  parts.push({ kind: 'small', text: 'Whoever has the link can watch the video.' })
  return { subject: `Your video is ready: ${title}`, preheader: lengths === '' ? `${title} is ready to watch.` : lengths, parts }
}

function videoFailed({ name, title, link, errorMessage }: Facts): Template {
  return {
    subject: `We could not make your video: ${title}`,
    preheader: errorMessage,
    parts: [
      { kind: 'heading', text: title },
      { kind: 'paragraph', text: `${greeting(name)} we could not make a video of this recording. The reason:` },
      { kind: 'quote', text: errorMessage },
      { kind: 'paragraph', text: 'Nothing is lost: open the recording to see what happened and try again. If the link or the file was the problem, add the recording once more with another one.' },
      { kind: 'button', label: 'Open the recording', link: link.href },
    ],
  }
}

function firstView({ name, title, link, viewerName }: Facts): Template {
  return {
    subject: `${viewerName} is watching your video: ${title}`,
    preheader: 'The first view of this video.',
    parts: [
      { kind: 'heading', text: title },
      { kind: 'paragraph', text: `${greeting(name)} ${viewerName === somebody ? 'somebody' : viewerName} is watching your video. This is its first view; we write about the first one only.` },
      { kind: 'button', label: 'See who watched what', link: link.href },
      { kind: 'small', text: 'Your own views are never counted.' },
    ],
  }
}

function verifyEmail({ name, link }: Facts): Template {
  return {
    subject: 'Confirm your e-mail address',
    preheader: 'One click and your account is ready.',
    parts: [
      { kind: 'heading', text: 'Confirm your e-mail address' },
      { kind: 'paragraph', text: `${greeting(name)} please confirm that this address is yours. After that you can turn your first recording into a video.` },
      { kind: 'button', label: 'Confirm my address', link: link.href },
      { kind: 'small', text: 'Did you not sign up? Then do nothing: without a click the address stays unconfirmed.' },
    ],
  }
}

function resetPassword({ name, link }: Facts): Template {
  return {
    subject: 'Choose a new password',
    preheader: 'Somebody asked for a new password for your account.',
    parts: [
      { kind: 'heading', text: 'Choose a new password' },
      { kind: 'paragraph', text: `${greeting(name)} somebody, most likely you, asked for a new password for your account. The link works once and for a short time.` },
      { kind: 'button', label: 'Choose a new password', link: link.href },
      { kind: 'small', text: 'Was it not you? Then do nothing: your password stays as it is.' },
    ],
  }
}

function greeting(name: string): string {
  return isUsableName(name) ? `Hello ${shorten(name, 60)},` : 'Hello,'
}

const somebody = 'Somebody'

/** Viewers choose their own name, too. */
function viewerOf(name: string): string {
  return isUsableName(name) ? shorten(name, 60) : somebody
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

function lengthsOf(sourceSeconds: number | null, videoSeconds: number | null): string {
  if (videoSeconds === null) return ''
  if (sourceSeconds === null || sourceSeconds <= videoSeconds) return `It is ${length(videoSeconds)} long.`
  return `Length: ${length(sourceSeconds)} → ${length(videoSeconds)}.`
}

/** Minutes are enough for a meeting; under ten minutes the seconds count. */
function length(seconds: number): string {
  return seconds >= 600 ? `${Math.round(seconds / 60)} min` : shortClock(seconds)
}

function shorten(text: string, most: number): string {
  const characters = [...text]
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('').trimEnd()}…`
}
