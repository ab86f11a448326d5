import { mergeSpans } from '@f2l/common/contracts/merge-spans.ts'

/** One thing that is looked for. */
export interface SearchWord {
  /** As it was typed, without signs that are no part of words; `cue_words` folds by rules of its own. */
  typed: string
  /** Folded: small letters without marks, one space between words. */
  folded: string
  /** The last word may go on: "plan" finds "planning". */
  isPrefix: boolean
}

/** The scripts that `cue_spacing` (user_dbs/drizzle) takes apart into signs, since they write no spaces. */
const unspaced = '\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{2fa1f}'
const unspacedSign = new RegExp(`[${unspaced}]`, 'gu')
/** Printable ASCII: most titles, and most of what is said in English. */
const plain = /^[ -~]*$/
const quoted = /["“”„«»「」]/u

/**
 * What a person typed, as words: each a prefix, except what stands in quotes, which is a phrase. A quote
 * that is not closed yet is taken for what will be one. Signs that are no part of a word are left out.
 */
export function searchWords(typed: string): SearchWord[] {
  const parts = typed.split(quoted)
  const words = parts.flatMap((part, index) => index % 2 === 1 ? [wordOf(part, index === parts.length - 1)] : part.split(/\s+/u).map(word => wordOf(word, true)))
  const known = new Map(words.filter(({ folded }) => folded !== '').map(word => [`${word.folded} ${word.isPrefix}`, word]))
  return [...known.values()]
}

/** The query for `cue_words`: only quoted strings of letters and digits, so nothing a person types is FTS5 syntax. */
export function matchQuery(words: readonly SearchWord[]): string {
  return words.map(({ typed, isPrefix }) => `"${typed.replace(unspacedSign, ' $& ')}"${isPrefix ? '*' : ''}`).join(' AND ')
}

/** Where the words stand in a text, as stretches of it; ascending and apart. */
export function findWords(text: string, words: readonly SearchWord[]): { start: number; end: number }[] {
  const { folded, places } = foldWithPlaces(text)
  const found = words.flatMap(word => [...folded.matchAll(patternOf(word))].map(({ index, 0: hit }) => ({ start: places[index]!, end: places[index + hit.length]! })))
  return mergeSpans(found)
}

/** The words that stand in none of the texts. */
export function wordsMissingIn(texts: readonly string[], words: readonly SearchWord[]): SearchWord[] {
  const folded = texts.map(text => foldWithPlaces(text).folded)
  return words.filter(word => !folded.some(text => text.search(patternOf(word)) >= 0))
}

/** A single letter begins too much to be worth looking for. */
function wordOf(typed: string, mayGoOn: boolean): SearchWord {
  const clean = typed.normalize('NFC').replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ').trim()
  const folded = foldWithPlaces(clean).folded.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
  return { typed: clean, folded, isPrefix: mayGoOn && (/[^ ]{2}$/u.test(folded) || hasUnspaced(folded)) }
}

function hasUnspaced(folded: string): boolean {
  return folded.search(unspacedSign) >= 0
}

/** Without spaces a word begins anywhere; with them only where no letter stands before it. */
function patternOf({ folded, isPrefix }: SearchWord): RegExp {
  const body = folded.split(' ').join('[^\\p{L}\\p{N}]+')
  const isAnywhere = (sign: string | undefined): boolean => sign !== undefined && hasUnspaced(sign)
  const before = isAnywhere([...folded].at(0)) ? '' : `(?<![[\\p{L}\\p{N}]--[${unspaced}]])`
  const after = isPrefix || isAnywhere([...folded].at(-1)) ? '' : `(?![[\\p{L}\\p{N}]--[${unspaced}]])`
  return new RegExp(`${before}${body}${after}`, 'gv')
}

/** `places` has for each unit of the folded text, and its end, where that stands in the text. */
function foldWithPlaces(text: string): { folded: string; places: number[] } {
  if (plain.test(text)) return { folded: text.toLowerCase(), places: Array.from({ length: text.length + 1 }, (_, place) => place) }
  const places: number[] = []
  let folded = ''
  let place = 0
  for (const sign of text) {
    const small = sign.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC').toLowerCase()
    for (let unit = 0; unit < small.length; unit += 1) places.push(place)
    folded += small
    place += sign.length
  }
  places.push(text.length)
  return { folded, places }
}
