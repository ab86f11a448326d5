/** Words that hardly a sentence does without, and that few other of these languages have. */
const commonWords: Record<string, string> = {
  en: 'the and is that you it of we this have what with are not they was for but',
  de: 'der die das und ist ich nicht wir ein eine auch mit auf für dass haben sind aber',
  fr: 'le les est et que je nous vous pas une des dans pour avec ça mais c\'est on',
  es: 'el los las que y es en por con para una pero muy esto como más lo nosotros',
  it: 'il che di è non per una sono con ma questo della anche come gli abbiamo più',
  pt: 'o que não é uma com para os mas muito isso você mais nós ele são também',
  nl: 'de het een en is dat niet ik we van op met voor maar ook zijn hebben wij',
  sv: 'och att det är jag inte en på vi som för med har men också ett den',
  da: 'og det er at jeg ikke en vi på som for med har men også et til af',
  nb: 'og det er at jeg ikke en vi på som for med har men også et til av',
  pl: 'i nie to się na że jest w z jak ale co tak mamy tego już',
}
/** So many words are looked at, at most. */
const sample = 3000
/** Fewer of them in a hundred words, or hardly more than in another language, and the language stays unknown. */
const leastShare = 0.12
const leastLead = 1.6
const leastWords = 12

/** The language (two letters) that texts are in, by their common words; null when that is not clear. */
export function languageOf(texts: string[]): string | null {
  const words: string[] = []
  for (const text of texts) {
    if (words.length >= sample) break
    words.push(...text.toLowerCase().match(/[\p{L}\p{M}']+/gu) ?? [])
  }
  if (words.length < leastWords) return null
  const shares = Object.entries(commonWords)
    .map(([language, list]) => ({ language, share: shareOf(words, new Set(list.split(' '))) }))
    .sort((a, b) => b.share - a.share)
  const [best, second] = shares
  return best!.share >= leastShare && best!.share >= leastLead * second!.share ? best!.language : null
}

function shareOf(words: string[], common: Set<string>): number {
  return words.filter(word => common.has(word)).length / words.length
}
