import type { Cue } from '@f2l/common/contracts/transcript.ts'

/** Index of the last cue that has begun at `seconds`, or -1. Cues ascend by start. */
export function cueIndexAt(cues: readonly { start: number }[], seconds: number): number {
  let low = 0
  let high = cues.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (cues[middle]!.start <= seconds) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** Indexes of the cues in which the words of the search stand, whatever their case and accents. */
export function findCues(cues: readonly Pick<Cue, 'text' | 'speaker'>[], search: string): number[] {
  const wanted = fold(search.trim())
  if (wanted === '') return []
  return cues.flatMap((cue, index) => fold(cue.text).includes(wanted) ? [index] : [])
}

/** The text cut at the places where the search stands, for marking them. */
export function markParts(text: string, search: string): { text: string; isHit: boolean }[] {
  const { folded, origin } = foldWithOrigin(text)
  const wanted = fold(search.trim())
  const parts: { text: string; isHit: boolean }[] = []
  let from = 0
  for (let at = wanted === '' ? -1 : folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + wanted.length)) {
    const [start, end] = [origin[at]!, origin[at + wanted.length] ?? text.length]
    if (start > from) parts.push({ text: text.slice(from, start), isHit: false })
    parts.push({ text: text.slice(start, end), isHit: true })
    from = end
  }
  if (from < text.length) parts.push({ text: text.slice(from), isHit: false })
  return parts
}

function fold(text: string): string {
  return foldWithOrigin(text).folded
}

/** Folding can change lengths ("ﬁ", "İ", "é"), so each folded character remembers where it came from. */
function foldWithOrigin(text: string): { folded: string; origin: number[] } {
  let folded = ''
  const origin: number[] = []
  let at = 0
  for (const character of text) {
    const plain = character.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\p{M}/gu, '')
    for (let unit = 0; unit < plain.length; unit += 1) origin.push(at)
    folded += plain
    at += character.length
  }
  return { folded, origin }
}
