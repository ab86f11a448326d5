import type { Cue } from '@f2l/common/contracts/transcript.ts'
import { contentWords } from './topic-shifts.ts'

/** What a section is about, as a heading; empty when it cannot be told. */
export type SectionTitler = (section: Cue[]) => string

/** A heading stands for what is said soon after it, not for the end of a long section. */
const openingSentences = 14
const fewestWords = 3
const mostWords = 10
const longestTitle = 60
/** Sentences that lean on what was said before make poor headings. */
const leaning = /^(?:i|it|its|it's|that|that's|this|they|he|she|you|there|those|these|which|who|me|if|then|because|because of|just|not|das|es|er|sie|ich|wir|dann|weil)\b/i
const leaningFactor = 0.6
/** Headings that share so much of their words (Jaccard) look like the same one twice. */
const mostShared = 0.6
/** Each sentence further down counts so much less. */
const distanceFactor = 0.97
/** Words of at least four letters that say nothing about a topic. */
const empty = new Set(('about actually after again also another anything around back because been before being both could does doing done down each even every from gonna going good great have having here into just kind know like little long look lots made make many maybe mean might more most much must need next okay only other over people point probably quite really right said same should some something sort still stuff sure take talk than thank thanks that their them then there these they thing things think this those though through time today very want well were what when where which while will with would yeah your guess '
  + 'aber alle also auch dann dass denke diese doch eine einen einfach einmal etwas ganz genau gibt haben halt hier immer jetzt kann können machen mehr müssen nicht noch oder schon sein sich sind über unser viel vielleicht wenn werden wieder wird wirklich').split(' '))

/**
 * Finds headings for the sections of a talk: the opening sentence that holds most of the words that set the section off from
 * the others (tf-idf, sections as documents); where no sentence will do, those words themselves.
 * @param clean makes a heading of a spoken sentence
 * @param taken headings that other sections have already
 */
export function makeTitler(sections: Cue[][], clean: (sentence: string) => string, taken: string[] = []): SectionTitler {
  const spread = new Map<string, number>()
  for (const section of sections) for (const word of new Set(topicWords(section))) spread.set(word, (spread.get(word) ?? 0) + 1)
  const used = taken.map(wordsOf)
  const unlessUsed = (title: string): string => {
    const words = wordsOf(title)
    return used.some(other => isLike(words, other)) ? '' : title
  }
  return section => {
    const weights = new Map<string, number>()
    for (const word of topicWords(section)) weights.set(word, (weights.get(word) ?? 0) + Math.log(1 + sections.length / spread.get(word)!))
    const strongest = [...weights].sort(([, a], [, b]) => b - a).slice(0, 4).map(([word]) => word)
    const title = bestSentence(section, weights, new Set(strongest), sentence => unlessUsed(clean(sentence)))
      ?? pairsOf(strongest).map(pair => unlessUsed(keywords(section, pair))).find(words => words !== '') ?? ''
    used.push(wordsOf(title))
    return title
  }
}

/** Does a heading name anything, or is it only "I guess so"? */
export function saysSomething(title: string): boolean {
  return contentWords(title).some(word => !empty.has(word))
}

/** Those with a meaning; of a heading without them, itself. */
function wordsOf(title: string): Set<string> {
  const words = contentWords(title)
  return new Set(words.length > 0 ? words : [title])
}

function isLike(words: Set<string>, other: Set<string>): boolean {
  const shared = [...words].filter(word => other.has(word)).length
  return shared >= mostShared * (words.size + other.size - shared)
}

/** The strongest words by twos, the strongest two first. */
function pairsOf(words: string[]): string[][] {
  if (words.length < 2) return [words]
  return words.flatMap((second, index) => words.slice(0, index).map(first => [first, second]))
}

function topicWords(section: Cue[]): string[] {
  return section.flatMap(({ text }) => contentWords(text)).filter(word => !empty.has(word))
}

function bestSentence(section: Cue[], weights: Map<string, number>, strongest: Set<string>, clean: (sentence: string) => string): string | null {
  let best: string | null = null
  let bestScore = 0
  for (const [index, sentence] of sentencesOf(section).entries()) {
    const title = clean(sentence)
    const words = new Set(contentWords(title))
    const count = title.split(' ').length
    if (count < fewestWords || count > mostWords || title.length > longestTitle || title.endsWith('…') || ![...words].some(word => strongest.has(word))) continue
    const sum = [...words].reduce((total, word) => total + Math.sqrt(weights.get(word) ?? 0), 0)
    const score = sum / Math.sqrt(count) * distanceFactor ** index * (leaning.test(title) ? leaningFactor : 1)
    if (score > bestScore) [best, bestScore] = [title, score]
  }
  return best
}

function sentencesOf(section: Cue[]): string[] {
  return section.slice(0, openingSentences).flatMap(({ text }) => text.split(/(?<=[.!?。！？])\s*(?=\S)/u)).slice(0, openingSentences)
}

/** Two words as they were spoken: "Database migration" where they were spoken together, else "Budget, marketing". */
function keywords(section: Cue[], [first, second]: string[]): string {
  const stems = new Map<string, string | undefined>()
  const stemOf = (word: string): string | undefined => {
    if (!stems.has(word)) stems.set(word, contentWords(word)[0])
    return stems.get(word)
  }
  const spoken = section.flatMap(({ text }) => (text.match(/[\p{L}\p{M}\p{N}'’-]+/gu) ?? []).map(word => ({ word, stem: stemOf(word) })))
  const pair = spoken.find(({ stem }, index) => isPair([stem, spoken[index + 1]?.stem], first, second))
  const found = pair ? spoken.slice(spoken.indexOf(pair), spoken.indexOf(pair) + 2) : [first, second].flatMap(stem => spoken.find(other => stem !== undefined && other.stem === stem) ?? [])
  const text = found.map(({ word }, index) => index === 0 ? word : word.toLocaleLowerCase('en')).join(pair ? ' ' : ', ')
  return text.charAt(0).toLocaleUpperCase('en') + text.slice(1)
}

function isPair([a, b]: (string | undefined)[], first: string | undefined, second: string | undefined): boolean {
  return second !== undefined && ((a === first && b === second) || (a === second && b === first))
}
