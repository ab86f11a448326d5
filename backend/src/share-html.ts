import type { SharePage } from '@f2l/common/contracts/api.ts'
import type { Language } from '@f2l/common/contracts/language.ts'
import { en, type ShareWords } from './share-words/en.ts'

/** What a page says about itself to programs that make previews of links. */
export type SharedMeta = Pick<SharePage, 'token' | 'title' | 'ownerName' | 'durationSeconds' | 'width' | 'height' | 'videoUrl' | 'posterUrl' | 'previewUrl'>

/**
 * The app's page with the tags of one video put into its head, and what browsers without JavaScript show instead of the
 * app. All of it is text from outside, so all of it is escaped; no script is added, so the page needs no exception from
 * its security policy.
 */
export function shareHtml(appHtml: string, meta: SharedMeta, publicUrl: string, { withoutScript = '', words = en }: { withoutScript?: string; words?: ShareWords } = {}): string {
  return inBody(inHead(withTitle(appHtml, meta.title), tagsOf(meta, publicUrl, words)), withoutScript)
}

/** The page of a link that does not open: but for what `withoutScript` says of the reason, all of them are the same. */
export function shutHtml(appHtml: string, withoutScript: string): string {
  return inBody(inHead(withTitle(appHtml, 'Fathom-to-Loom'), ['<meta name="robots" content="noindex">']), withoutScript)
}

/** The page of a video that is still being made: its title, and no picture yet. */
export function draftHtml(appHtml: string, title: string): string {
  return inHead(withTitle(appHtml, title), ['<meta name="robots" content="noindex">'])
}

export function escapeHtml(text: string): string {
  return withoutControls(text).replace(/[&<>"'`]/g, character => `&#${character.charCodeAt(0)};`)
}

function tagsOf(meta: SharedMeta, publicUrl: string, words: ShareWords): string[] {
  const page = `${publicUrl}/s/${meta.token}`
  const about = words.about(Math.max(1, Math.round(meta.durationSeconds / 60)), meta.ownerName)
  const size = { 'og:video:width': String(meta.width), 'og:video:height': String(meta.height) }
  return [
    '<meta name="robots" content="noindex">',
    named('description', about),
    ...Object.entries({
      'og:type': 'video.other', 'og:site_name': 'Fathom-to-Loom', 'og:title': meta.title, 'og:description': about, 'og:url': page,
      'og:image': publicUrl + meta.posterUrl, 'og:image:type': 'image/jpeg',
      'og:video': publicUrl + meta.videoUrl, 'og:video:secure_url': publicUrl + meta.videoUrl, 'og:video:type': 'video/mp4', ...size,
    }).map(([property, content]) => `<meta property="${property}" content="${escapeHtml(content)}">`),
    ...Object.entries({
      'twitter:card': 'player', 'twitter:title': meta.title, 'twitter:description': about, 'twitter:image': publicUrl + meta.posterUrl,
      'twitter:player': `${page}/embed`, 'twitter:player:width': String(meta.width), 'twitter:player:height': String(meta.height),
    }).map(([name, content]) => named(name, content)),
    `<link rel="canonical" href="${escapeHtml(page)}">`,
    `<link rel="alternate" type="application/json+oembed" href="${escapeHtml(`${publicUrl}/s/oembed?format=json&url=${encodeURIComponent(page)}`)}" title="${escapeHtml(meta.title)}">`,
  ]
}

function named(name: string, content: string): string {
  return `<meta name="${name}" content="${escapeHtml(content)}">`
}

/** The page in that language, for as long as no script says otherwise. */
export function inLanguage(appHtml: string, language: Language): string {
  return appHtml.replace(/<html lang="[^"]*"/i, `<html lang="${language}"`)
}

/** Replacements are functions: a title with `$&` would otherwise be taken for an instruction. */
function withTitle(html: string, title: string): string {
  return html.replace(/<title>[^<]*<\/title>/i, () => `<title>${escapeHtml(title)}</title>`)
}

function inHead(html: string, tags: string[]): string {
  return html.replace(/<\/head>/i, () => `${tags.map(tag => `    ${tag}\n`).join('')}  </head>`)
}

function inBody(html: string, withoutScript: string): string {
  return html.replace(/<noscript>[^]*?<\/noscript>/i, '').replace(/<\/body>/i, () => `${withoutScript}\n  </body>`)
}

/** Control and direction marks have no place in a title; lone surrogates are no text at all. */
function withoutControls(text: string): string {
  return text.toWellFormed().replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ' ')
}
