import { AppError } from '../errors.ts'

export type FathomLink =
  | { kind: 'share'; token: string; canonicalUrl: string; timestampSeconds: number | null }
  | { kind: 'call'; callNumber: string; canonicalUrl: string; timestampSeconds: number | null }

const fathomHost = 'fathom.video'
const sharePath = /^\/(?:share|embed)\/([A-Za-z0-9_-]{1,200})(?:\/(?:video\.m3u8|thumbnail)?)?$/
const callPath = /^\/calls\/(\d{1,20})\/?$/

/**
 * Reads what a person pasted as a link to a Fathom recording. `shareUrl` is the setting FATHOM_SHARE_URL: its origin
 * counts as Fathom's, and canonical links lead there. Two spellings of one link have one canonical form.
 * @throws AppError `link.not_a_url`, `link.usefathom`, `link.lookalike_host`, `link.wrong_host`, `link.not_a_recording`
 */
export function parseFathomLink(text: string, { shareUrl }: { shareUrl: string }): FathomLink {
  const url = toUrl(text)
  const fathom = new URL(shareUrl)
  if (!isFathoms(url, fathom)) throw wrongHost(url)
  const timestampSeconds = secondsOf(url)
  const share = sharePath.exec(url.pathname)
  if (share !== null) {
    const token = share[1]!
    return { kind: 'share', token, canonicalUrl: `${fathom.origin}/share/${token}`, timestampSeconds }
  }
  const call = callPath.exec(url.pathname)
  if (call === null) throw new AppError('link.not_a_recording', 'This is a Fathom page, but not a recording. Please open the meeting in Fathom, choose Share and copy the link (https://fathom.video/share/…).')
  return { kind: 'call', callNumber: call[1]!, canonicalUrl: `${fathom.origin}/calls/${call[1]!}`, timestampSeconds }
}

function toUrl(text: string): URL {
  const trimmed = text.trim()
  const withScheme = /^[\w-]+(\.[\w-]+)+(\/|$)/.test(trimmed) ? `https://${trimmed}` : trimmed
  if (trimmed.length > 2048 || /\p{Cc}|\s/u.test(trimmed) || !/^https?:\/\//i.test(withScheme) || !URL.canParse(withScheme)) {
    throw new AppError('link.not_a_url', 'This is not a web link. Please paste the whole link of the recording, beginning with https://.')
  }
  return new URL(withScheme)
}

/** Fathom's own origin, with or without `www.`, or the one the operator set; never with user info, plain http or a port. */
function isFathoms(url: URL, fathom: URL): boolean {
  if (url.username !== '' || url.password !== '') return false
  if (url.origin === fathom.origin) return true
  return url.protocol === 'https:' && url.port === '' && (url.hostname === fathomHost || url.hostname === `www.${fathomHost}`)
}

function wrongHost(url: URL): AppError {
  const host = url.hostname.replace(/\.$/, '')
  if (isOrEndsWith(host, 'usefathom.com')) {
    return new AppError('link.usefathom', 'usefathom.com is a website analytics service of another company, not the Fathom that records meetings. Meeting links begin with https://fathom.video/.')
  }
  if (looksLikeFathom(url, host)) {
    return new AppError('link.lookalike_host', 'This link only looks like a Fathom link and leads somewhere else. Genuine links begin with https://fathom.video/ — please copy it from Fathom itself.')
  }
  if (host === fathomHost || host === `www.${fathomHost}`) {
    return new AppError('link.not_a_url', 'Fathom links begin with https:// and carry no port. Please copy the link from Fathom again.')
  }
  return new AppError('link.wrong_host', 'This is not a Fathom link. Please paste a link that begins with https://fathom.video/share/, or upload the recording as a file.')
}

function looksLikeFathom(url: URL, host: string): boolean {
  if (url.username !== '' || url.password !== '') return /fathom/i.test(url.href)
  if (host === fathomHost || isOrEndsWith(host, fathomHost)) return false
  if (host.includes('fathom') && host.includes('video')) return true
  return distance(host.replace(/^www\./, ''), fathomHost) <= 2 || unicodeTwin(host)
}

/** A host in punycode whose plain letters, read alone, are nearly Fathom's: `fаthom.video` with a Cyrillic а. */
function unicodeTwin(host: string): boolean {
  return host.split('.').some(label => label.startsWith('xn--') && distance(label.slice(4).replace(/-[^-]*$/, ''), 'fathom') <= 2)
}

/** Edits (insert, delete, replace) between two short strings. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    }
    row = next
  }
  return row[b.length]!
}

function isOrEndsWith(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`)
}

function secondsOf(url: URL): number | null {
  const value = url.searchParams.get('timestamp')
  return value !== null && /^\d{1,7}(\.\d{1,9})?$/.test(value) ? Number(value) : null
}
