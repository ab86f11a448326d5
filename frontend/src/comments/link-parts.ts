export interface TextPart { text: string; href: string | null }

const address = /https?:\/\/[^\s<>"“”]+/gi
/** What ends a sentence is not part of an address at its end. */
const afterwards = /[.,;:!?'’*_…]+$/

/** A text cut into words and web addresses; only http and https lead anywhere, and nothing that poses as another site. */
export function linkParts(text: string): TextPart[] {
  const parts: TextPart[] = []
  let from = 0
  for (const match of text.matchAll(address)) {
    const shown = withoutTail(match[0])
    const url = URL.parse(shown)
    if (!url || url.username !== '' || url.password !== '' || !url.hostname.includes('.')) continue
    if (match.index > from) parts.push({ text: text.slice(from, match.index), href: null })
    parts.push({ text: shown, href: url.href })
    from = match.index + shown.length
  }
  if (from < text.length) parts.push({ text: text.slice(from), href: null })
  return parts
}

/** A bracket at the end belongs to the address only where it was opened in it. */
function withoutTail(found: string): string {
  const shorter = found.replace(afterwards, '')
  const [opening, closing] = [shorter.split('(').length, shorter.split(')').length]
  const isStray = (shorter.endsWith(')') && closing > opening) || shorter.endsWith(']') || shorter.endsWith('}')
  if (isStray) return withoutTail(shorter.slice(0, -1))
  return shorter
}
