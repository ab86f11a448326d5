/** White initials are readable on all of these (contrast at least 4.5 : 1). */
const palette = ['#6d28d9', '#0f766e', '#be185d', '#1d4ed8', '#b45309', '#15803d', '#a21caf', '#0369a1', '#b91c1c', '#4338ca']

/**
 * A colour for each speaker: by the name, so that a person keeps it from meeting to meeting, and no two alike while the palette lasts.
 * With an accent the first one has that instead.
 */
export function speakerColours(speakers: string[], accent?: string | null): Map<string, string> {
  const colours = new Map<string, string>()
  const taken = new Set<number>()
  for (const speaker of new Set(speakers)) {
    let index = hashOf(speaker) % palette.length
    while (taken.has(index) && taken.size < palette.length) index = (index + 1) % palette.length
    taken.add(index)
    colours.set(speaker, accent && colours.size === 0 ? accent : palette[index]!)
  }
  return colours
}

/** … for those whom cues name, in the order of their first words. */
export function coloursIn(cues: readonly { speaker: string | null }[], accent?: string | null): Map<string, string> {
  return speakerColours(cues.flatMap(({ speaker }) => speaker?.trim() ? [speaker] : []), accent)
}

/** First letters of the first and the last name ("Ada King Lovelace" → "AL"); whole characters, also of emoji and scripts with marks. */
export function initialsOf(name: string): string {
  const words = name.replace(/\(.*?\)|<.*?>/g, ' ').split(/[\s._@-]+/u).filter(word => /[\p{L}\p{N}]/u.test(word))
  const picked = words.length > 1 ? [words[0]!, words.at(-1)!] : words
  const letters = picked.map(firstLetter).join('').toLocaleUpperCase('en')
  return letters || '?'
}

function firstLetter(word: string): string {
  for (const { segment } of new Intl.Segmenter().segment(word)) {
    if (/[\p{L}\p{N}]/u.test(segment)) return segment
  }
  return ''
}

function hashOf(text: string): number {
  let hash = 0
  for (const letter of text) hash = (hash * 31 + letter.codePointAt(0)!) >>> 0
  return hash
}
