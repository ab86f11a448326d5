import { languageOf } from './spoken-language.ts'

/**
 * Hesitation sounds as transcripts write them, however long they are held. Only sounds that mean nothing: no "like",
 * "so" or "ja", and none that is also a word or an answer in its language ("mm", "eh?", "euh" in Turkish …).
 */
const sounds: Record<string, string> = {
  en: 'u+m+|u+h+m*|e+r+m+|er',
  de: 'ä+h+m*|ö+h+m*|e+h+m+|ä+m+|u+h+m+',
  fr: 'e+u+h+m*|h+e+u+h*',
  es: 'e+h+|e+h*m+',
  it: 'e+h+m+|u+h+m+',
  pt: 'e+h+m+|u+h+m+|a+h+m+',
  nl: 'e+h+m*|u+h+m*|e+u+h+m*',
  sv: 'e+h+m*|ö+h+m*',
  da: 'ø+h+m*|e+h+m+',
  nb: 'e+h+m*|ø+h+m*',
  fi: 'ö{2,}h*m*|ö+h+m+',
  pl: 'y{2,}|e{3,}|e+h+m+',
  cs: 'e+h+m+|e{3,}',
  ru: 'э{2,}м*|э+м+',
  ja: 'え[ー〜]+と?|えー?っと|えーっとー?',
  ko: '음+',
  zh: '呃+',
}
/** Hesitation, and nothing else, wherever it is written so. */
const everywhere = 'u+h+m+|e+h+m+|ä+h+m+|ö+h+m+|ø+h+m+|e+r+m+|u+m{2,}'
const sameAs: Record<string, string> = { no: 'nb', nn: 'nb' }

/**
 * Tells the fillers of a transcript's language (BCP 47; told by its common words when unknown). What somebody wants kept is none.
 */
export function fillersOf({ language, texts, keepWords }: { language: string | null; texts: string[]; keepWords: string[] }): (word: string) => boolean {
  const known = primaryOf(language) ?? languageOf(texts)
  const pattern = new RegExp(`^(?:${(known && sounds[known]) ?? everywhere})$`, 'u')
  const kept = new Set(keepWords.map(folded))
  return word => pattern.test(folded(word)) && !kept.has(folded(word))
}

/** "en" of "en-GB"; null when the tag says nothing ("und", "unknown"). */
function primaryOf(language: string | null): string | null {
  const primary = language?.trim().toLowerCase().split(/[-_]/)[0] ?? ''
  if (!/^[a-z]{2,3}$/.test(primary) || primary === 'und') return null
  return sameAs[primary] ?? primary
}

function folded(word: string): string {
  return word.normalize('NFC').toLowerCase().replace(/^[^\p{L}\p{N}]+|(?<![^\p{L}\p{N}\p{M}ー〜])[^\p{L}\p{N}\p{M}ー〜]+$/gu, '')
}
