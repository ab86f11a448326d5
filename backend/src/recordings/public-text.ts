import { personName } from '@f2l/common/fathom/person-name.ts'
import type { TimeMap } from '@f2l/common/contracts/time-map.ts'

/** Looked for where one may begin only: else a long word would be read from each of its letters on. */
const address = /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu
/** A URL as it stands in markdown: up to white space, a closing bracket or a quote. */
const url = /https?:\/\/[^\s<>()"'\]]+/gi
/** What ingest made of a link into the call: a place in source seconds. */
const sourcePlace = /\]\(\?t=(\d+(?:\.\d+)?)\)/g

/** A person's name for strangers: `Jo Doe <jo@example.com>` is `Jo Doe`, a bare address is what stands before its @. */
export function publicName(name: string): string {
  const withoutAddress = name.replace(address, '').replace(/<\s*>|\(\s*\)|\[\s*\]/g, '').replace(/\s+/g, ' ').trim()
  return withoutAddress || (personName(name.match(address)?.[0]) ?? '')
}

/** Written notes for strangers: no e-mail address is left in them. */
export function publicText(text: string): string {
  return text.replace(/\[([^[\]]*)\]\(mailto:[^()]*\)/gi, '$1').replace(/mailto:/gi, '').replace(address, found => found.split('@')[0]!)
}

/**
 * A summary's links into the raw call become links into this video (`?t=` in seconds of the output):
 * the viewer was given the video, not the call.
 */
export function linkIntoVideo(markdown: string, map: TimeMap, fathomHosts: readonly string[]): string {
  const mapped = markdown.replace(sourcePlace, (_, seconds: string) => `](?t=${outputSecond(Number(seconds), map)})`)
  return mapped.replace(url, found => {
    const link = URL.parse(found)
    if (!link || !fathomHosts.includes(link.host.replace(/^www\./, ''))) return found
    return `?t=${outputSecond(Number(link.searchParams.get('timestamp') ?? 0), map)}`
  })
}

function outputSecond(sourceSeconds: number, map: TimeMap): number {
  if (!Number.isFinite(sourceSeconds) || sourceSeconds <= 0) return 0
  return Math.min(Math.round(map.toOutput(sourceSeconds) * 10) / 10, map.outputSeconds)
}
