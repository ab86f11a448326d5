import type { SharePage } from '@f2l/common/contracts/api.ts'
import type { AppError } from '@f2l/common/errors.ts'
import { shortClock } from '@f2l/common/transcript-formats/clock.ts'
import { escapeHtml } from './share-html.ts'
import type { ShareWords } from './share-words/en.ts'

/** Where on our side a reader without JavaScript is, from which second on the video is wanted, and in which words. */
export interface PlainPlace { isEmbed: boolean; at: string | null; words: ShareWords }

/** What a browser without JavaScript shows of a video: the browser's own player, and for the page chapters and transcript to read. */
export function plainPage(page: SharePage, { isEmbed, at, words }: PlainPlace): string {
  const title = `<h1 dir="auto">${escapeHtml(page.title)}</h1>`
  if (isEmbed) return framed([playerOf(page, at, words), `<p><a href="/s/${page.token}" target="_blank">${escapeHtml(page.title)}</a></p>`])
  return framed([
    title, page.ownerName === '' ? '' : `<p>${escapeHtml(words.sharedBy(page.ownerName))}</p>`,
    playerOf(page, at, words), linksOf(page, words), chaptersOf(page, words), transcriptOf(page, words),
  ])
}

/**
 * What it shows where the link does not open: the sentence, and the form where a password helps. The form
 * comes back here; nothing in it tells what lies behind.
 */
export function plainDoor(error: AppError, token: string, place: PlainPlace): string {
  const { code } = error
  const { at, words } = place
  const asksPassword = code === 'share.password_required' || code === 'share.wrong_password' || code === 'rate_limited'
  const page = `/s/${encodeURIComponent(token)}${at === null ? '' : `?t=${at}`}`
  return framed([
    '<h1>Fathom-to-Loom</h1>', `<p role="alert">${escapeHtml(words.reason(error))}</p>`,
    asksPassword ? formOf(token, place) : '',
    code === 'share.sign_in_required' ? `<p><a href="/login?next=${escapeHtml(encodeURIComponent(page))}">${words.signIn}</a> ${words.needsScript}</p>` : '',
  ])
}

function formOf(token: string, { isEmbed, at, words }: PlainPlace): string {
  const kept = { place: isEmbed ? 'embed' : 'page', ...(at === null ? {} : { t: at }) }
  const hidden = Object.entries(kept).map(([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`).join('')
  return `<form method="post" action="/s/${encodeURIComponent(token)}/unlock">${hidden}`
    + `<p><label>${words.password} <input type="password" name="password" maxlength="200" autocomplete="off" required></label> <button>${words.watch}</button></p></form>`
}

function playerOf(page: SharePage, at: string | null, words: ShareWords): string {
  const track = page.captionsUrl === null ? '' : `<track kind="captions" src="${escapeHtml(page.captionsUrl)}" srclang="en" label="${words.captions}" default>`
  return `<video controls playsinline preload="metadata" width="${page.width}" height="${page.height}" src="${escapeHtml(page.videoUrl)}${at === null ? '' : `#t=${at}`}" poster="${escapeHtml(page.posterUrl)}">${track}</video>`
}

function linksOf({ downloadUrl, callToAction }: SharePage, words: ShareWords): string {
  const links = [
    callToAction && `<a href="${escapeHtml(callToAction.url)}" target="_blank" rel="noopener">${escapeHtml(callToAction.text)}</a>`,
    downloadUrl && `<a href="${escapeHtml(downloadUrl)}" download>${words.download}</a>`,
  ].filter(Boolean)
  return links.length === 0 ? '' : `<p>${links.join(' · ')}</p>`
}

function chaptersOf({ token, chapters }: SharePage, words: ShareWords): string {
  if (chapters.length === 0) return ''
  return `<h2>${words.chapters}</h2><ul>${chapters.map(({ start, title }) => `<li>${placeLink(token, start)} <span dir="auto">${escapeHtml(title)}</span></li>`).join('')}</ul>`
}

function transcriptOf({ token, cues }: SharePage, words: ShareWords): string {
  if (cues.length === 0) return ''
  const lines = cues.map(({ start, speaker, text }) => `<p>${placeLink(token, start)} <span dir="auto">${speaker ? `<b>${escapeHtml(speaker)}:</b> ` : ''}${escapeHtml(text)}</span></p>`)
  return `<h2>${words.transcript}</h2>${lines.join('')}`
}

/** The page once more, with the video at that second. */
function placeLink(token: string, seconds: number): string {
  return `<a href="/s/${token}?t=${Math.floor(seconds)}">${shortClock(seconds)}</a>`
}

function framed(parts: string[]): string {
  return `<noscript><main class="without-script">${parts.join('')}</main></noscript>`
}
