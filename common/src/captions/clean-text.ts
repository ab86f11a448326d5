/** Control characters, and marks that turn the reading direction of what follows (RLO and its kin): nothing to see, much to fool. */
const invisible = /[\p{Cc}\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff]+/gu

/** Text as one line for a person to read: no control or direction marks, single spaces. Joiners inside emoji and scripts stay. */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(invisible, ' ').replace(/\s+/gu, ' ').trim()
}

/** At most so many characters as a person counts them, cut between words, with an ellipsis. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text
  const letters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment)
  if (letters.length <= most) return text
  const start = letters.slice(0, most - 1).join('')
  const space = start.lastIndexOf(' ')
  return `${(space > start.length / 2 ? start.slice(0, space) : start).replace(/[\s,;:.–-]+$/u, '')}…`
}
