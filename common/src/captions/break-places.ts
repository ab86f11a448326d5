/** How much a break hurts between two words: as many letters of an unevenly filled line are the lesser evil. */
const cost = { sentence: 0, clause: 10, beforeClause: 14, plain: 20, beforeNumber: 30, afterWeakWord: 32, torn: 60 } as const

/** Abbreviations that go on with the next word, so that their dot ends nothing. */
const leading = new Set(['dr', 'mr', 'mrs', 'ms', 'prof', 'st', 'nr', 'no', 'ca', 'vs', 'bzw', 'approx', 'fig', 'mio', 'mrd', 'mme', 'sr', 'sra', 'e.g', 'i.e', 'z.b', 'd.h', 'u.a', 'p.ex', 'p.ej', 'cf'])
/** Abbreviations after which a sentence may end, but need not. */
const closing = new Set(['etc', 'usw', 'inc', 'ltd', 'co', 'jr', 'a.m', 'p.m', 'u.s', 'tel', 'dept'])

/** Articles, prepositions and the like hang on the word after them (English, German, French, Spanish, Portuguese, Italian, Dutch). */
const weak = new Set(('a an the of to in on at by for from with as and or but nor so if than that my your his her its our their this these those is are was were be been will would can could should not no very '
  + 'der die das den dem des ein eine einen einem einer eines und oder aber zu zum zur im am an auf bei mit von vom für aus nach dass wenn weil als wie sehr nicht kein keine mein unser '
  + 'le la les un une des du de à au aux et ou en dans pour par sur avec que qui ne el los las una del al y o con por para su o os as um uma do da dos das em no na com il lo gli i di nel della per che het een van op te en').split(' '))
/** Words that begin a part of a sentence: a break before them reads well. */
const opening = new Set(('and but or because so which who that when while where if then although since unless und aber oder weil dass wenn die der das wobei obwohl sondern denn et mais ou parce que quand si y pero porque cuando si e ma perché quando en maar omdat').split(' '))

/** The cost of a break between two neighbouring pieces of text (each with the space behind it). */
export function breakCost(before: string, after: string): number {
  const word = before.trimEnd()
  if (word === before && after !== '') return unspacedCost(word, after)
  if (endsSentence(word, after)) return cost.sentence
  if (isTorn(word)) return cost.torn
  if (/[,;:–—،؛、，][)"'”’»]*$/u.test(word)) return cost.clause
  if (weak.has(bare(word))) return cost.afterWeakWord
  if (/^\d/.test(after)) return cost.beforeNumber
  return opening.has(bare(after)) ? cost.beforeClause : cost.plain
}

/** Ends here a sentence, and not an abbreviation or "15. March"? */
function endsSentence(word: string, after: string): boolean {
  if (!/[.!?…。！？؟।][)"'”’»]*$/u.test(word)) return false
  if (!/\.$/.test(word)) return true
  const short = bare(word)
  if (leading.has(short) || /^\p{L}$/u.test(short) || /^\d{1,2}\.$/.test(word)) return false
  return !closing.has(short) || /^["'“«(]*\p{Lu}/u.test(after)
}

/** "Dr.", "e.g.", an initial, a number before what it counts. */
function isTorn(word: string): boolean {
  return /\.$/.test(word) && (leading.has(bare(word)) || /^\p{L}\.$/u.test(word) || /^\d{1,2}\.$/.test(word)) || /^[^\p{L}\d]?\d[\d.,:]*$/u.test(word)
}

/** Scripts without spaces: particles and closing signs stay with what they follow. */
function unspacedCost(word: string, after: string): number {
  if (/[.!?…。！？]$/u.test(word)) return cost.sentence
  if (/[、，；：]$/u.test(word)) return cost.clause
  if (/^[\p{Pe}\p{Pf}、。，．！？；：…ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ]/u.test(after) || /[\p{Ps}\p{Pi}]$/u.test(word)) return cost.torn
  return /^\p{Script=Hiragana}+$/u.test(after.trimEnd()) ? cost.afterWeakWord : cost.plain
}

function bare(word: string): string {
  return word.toLowerCase().replace(/^[^\p{L}\d]+|(?<![^\p{L}\d])[^\p{L}\d]+$/gu, '')
}
