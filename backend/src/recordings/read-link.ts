import { parseFathomLink } from '@f2l/common/fathom/link.ts'
import { checkUrl } from '@f2l/common/safe-fetch.ts'
import { AppError } from '@f2l/common/errors.ts'
import { displayName } from './file-name.ts'
import type { NewRecording } from './add-recording.ts'

type FromLink = Pick<NewRecording, 'source' | 'sourceIdentity' | 'title'>
export type ReadLink = { kind: 'ready'; recording: FromLink } | { kind: 'call'; url: string }

/**
 * What a pasted link stands for: a public Fathom share, a call that only its owner's account can
 * give, or a media file anywhere else on the web (over https).
 * @throws AppError `link.*`, `url.refused`
 */
export function readLink(text: string, { shareUrl }: { shareUrl: string }): ReadLink {
  try {
    const link = parseFathomLink(text, { shareUrl })
    return link.kind === 'call' ? { kind: 'call', url: link.canonicalUrl } : { kind: 'ready', recording: fromShare(link.token, link.canonicalUrl) }
  } catch (error) {
    if (error instanceof AppError && error.code === 'link.wrong_host') return { kind: 'ready', recording: fromUrl(text.trim()) }
    throw error
  }
}

/** Fathom tells a share's title when the worker reads the page. */
function fromShare(token: string, url: string): FromLink {
  return { source: { kind: 'fathom-share', url }, sourceIdentity: shareIdentity(token), title: 'Fathom recording' }
}

export function shareIdentity(token: string): string {
  return `fathom-share:${token}`
}

export function accountIdentity(fathomRecordingId: number): string {
  return `fathom-account:${fathomRecordingId}`
}

function fromUrl(text: string): FromLink {
  const url = checkUrl(/^https?:/i.test(text) ? text : `https://${text}`, new Set())
  url.hash = ''
  return { source: { kind: 'url', url: url.href }, sourceIdentity: `url:${url.href}`, title: titleOf(url) }
}

function titleOf(url: URL): string {
  const last = url.pathname.split('/').findLast(part => part !== '') ?? ''
  return displayName(decoded(last), url.hostname).title
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch (error) {
    // A stray percent sign: the name is shown as it stands.
    if (error instanceof URIError) return part
    throw error
  }
}
