/** So alike a label and a name must be, 0..1 … */
const leastLikeness = 0.77
/** … and so much more than the label is like any other name. */
const leastLead = 0.15
/** What a part of a name is worth against the whole of it. */
const partWorth = 0.92
/** A word of a label counts when it is so like a word of the name. */
const leastWord = 0.75
/** A name that was cut off for want of room still shows so many letters. */
const leastCutOff = 3
/** What tools write beside a name. */
const notNames = new Set(['you', 'host', 'cohost', 'guest', 'organizer', 'presenter', 'presenting', 'external', 'unverified', 'muted', 'he', 'him', 'she', 'her', 'they', 'them'])
/** Letters that have no plain one inside them. */
const plain: Record<string, string> = { ø: 'o', ł: 'l', đ: 'd', ß: 'ss', æ: 'ae', œ: 'oe', ı: 'i', þ: 'th', ð: 'd' }

/**
 * The one speaker that a name label means: written whole, first name only, "Ana P.", last name first, cut off, without accents,
 * or with a letter misread. Null where it may be two of them or none.
 */
export function speakerOnLabel(label: string, speakers: string[]): string | null {
  const ranked = speakers.map(speaker => ({ speaker, likeness: likeness(label, speaker) })).sort((a, b) => b.likeness - a.likeness)
  const [first, second] = ranked
  return first && first.likeness >= leastLikeness && first.likeness - (second?.likeness ?? 0) >= leastLead ? first.speaker : null
}

/** How much a label is like a name, 0..1. */
function likeness(label: string, name: string): number {
  const [read, known] = [wordsOf(label), wordsOf(name)]
  if (read.length === 0 || known.length === 0) return 0
  const turned = [...known.slice(1), known[0]!]
  const whole = Math.max(alike(read.join(''), known.join('')), alike(read.join(''), turned.join('')))
  return Math.max(whole, partWorth * (read.length <= known.length ? partOf(read, known) : partOf(known, read)))
}

/** Lower case, no accents, no marks, nothing in brackets and nothing that is not a name. */
function wordsOf(text: string): string[] {
  const bare = text.replace(/[([{<|].*$/u, ' ').normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[øłđßæœıþð]/gu, letter => plain[letter]!)
  return bare.split(/[^\p{L}\p{N}]+/u).filter(word => word !== '' && !notNames.has(word))
}

/** Every word of the shorter one is a word of the longer one, its first letter or its beginning; at least one is whole. Mean likeness, else 0. */
function partOf(shorter: string[], longer: string[]): number {
  const free = [...longer]
  let sum = 0
  let isWhole = false
  for (const [index, word] of shorter.entries()) {
    const scores = free.map(other => wordLikeness(word, other, index > 0))
    const best = Math.max(0, ...scores)
    if (best < leastWord) return 0
    const [taken] = free.splice(scores.indexOf(best), 1)
    isWhole ||= word.length > 1 && alike(word, taken!) >= leastWord
    sum += best / shorter.length
  }
  return isWhole ? sum : 0
}

function wordLikeness(word: string, other: string, mayBeCutOff: boolean): number {
  const isInitial = word.length === 1 && other.startsWith(word) || other.length === 1 && word.startsWith(other)
  const isCutOff = mayBeCutOff && word.length >= leastCutOff && other.startsWith(word)
  return isInitial || isCutOff ? 1 : alike(word, other)
}

/** 1 for the same letters; each one more, less or other costs its share. */
function alike(one: string, other: string): number {
  return 1 - editDistance(one, other) / Math.max(one.length, other.length)
}

function editDistance(one: string, other: string): number {
  const theirs = [...other]
  let row = [0, ...theirs.map((_, index) => index + 1)]
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1]
    for (const [place, their] of theirs.entries()) next.push(Math.min(next[place]! + 1, row[place + 1]! + 1, row[place]! + (letter === their ? 0 : 1)))
    row = next
  }
  return row.at(-1)!
}
