import { expect, test } from 'vitest'
import { languageNames, pickLanguage } from '../src/words/language.ts'
import { languages, type Language } from '../src/words/languages.ts'

type Path = string
const parts = Object.keys(languages.en) as (keyof typeof languages.en)[]

/** Every string and function of a language by its path: "watch.watch.play". */
async function wordsOf(language: Language): Promise<Map<Path, string | ((...args: never[]) => unknown)>> {
  const found = new Map<Path, string | ((...args: never[]) => unknown)>()
  for (const part of parts) collect(part, await languages[language][part](), found)
  return found
}

function collect(path: Path, value: unknown, found: Map<Path, string | ((...args: never[]) => unknown)>): void {
  if (typeof value === 'string' || typeof value === 'function') found.set(path, value as string)
  else for (const [name, inner] of Object.entries(value as object)) collect(`${path}.${name}`, inner, found)
}

const others = (Object.keys(languages) as Language[]).filter(language => language !== 'en')

test.for(others)('%s says everything that English says, and nothing else', async language => {
  const [english, other] = await Promise.all([wordsOf('en'), wordsOf(language)])
  expect([...other.keys()].toSorted()).toEqual([...english.keys()].toSorted())
  for (const [path, word] of english) expect(`${path}: ${typeof other.get(path)}`).toBe(`${path}: ${typeof word}`)
})

test.for(Object.keys(languages) as Language[])('no word of %s is empty, and what is put into a sentence is in it', async language => {
  for (const [path, word] of await wordsOf(language)) {
    if (typeof word === 'string') expect(word.trim(), path).not.toBe('')
    else for (const said of sayings(path, word)) expect(said.trim(), path).not.toMatch(/^$|undefined|NaN|\[object/)
  }
})

test.for(others)('sentences of %s take what the English ones take', async language => {
  const [english, other] = await Promise.all([wordsOf('en'), wordsOf(language)])
  for (const [path, word] of english) {
    if (typeof word !== 'function' || isSpecial(path)) continue
    const [ours, theirs] = [argumentsOf(path), argumentsOf(path)].map((args, index) => (index === 0 ? word : other.get(path) as typeof word)(...args as never[]) as string)
    for (const marked of ['⟨1⟩', '⟨2⟩', '⟨3⟩', '⟨4⟩']) expect(`${path}: ${theirs!.includes(marked)}`).toBe(`${path}: ${ours!.includes(marked)}`)
  }
})

test('only words that are the same in both languages stand in both', async () => {
  const [english, german] = await Promise.all([wordsOf('en'), wordsOf('de')])
  const same = [...english].flatMap(([path, word]) => {
    const other = german.get(path)
    if (typeof word === 'string') return word === other && /[a-z]{2}/i.test(word) ? [word] : []
    if (typeof word !== 'function' || isSpecial(path)) return []
    const [ours, theirs] = [word, other as typeof word].map(one => String(one(...argumentsOf(path) as never[])))
    return ours === theirs && /[a-z]{2}/i.test(ours!) ? [ours!] : []
  })
  expect([...new Set(same)].toSorted()).toEqual(sameInGerman)
})

test('German quotes like German', async () => {
  for (const [path, word] of await wordsOf('de')) {
    for (const said of typeof word === 'string' ? [word] : sayings(path, word)) {
      expect(said, path).not.toMatch(/[“"][A-Za-zÄÖÜ⟨]/)
      expect(said, path).not.toMatch(/\w…(?!$|[^ ])/)
    }
  }
})

test('nobody is called Sie', async () => {
  for (const [path, word] of await wordsOf('de')) {
    for (const said of typeof word === 'string' ? [word] : sayings(path, word)) expect(said, path).not.toMatch(/\bIhr(e[rnms]?)?\b|[a-zäöü,] Sie\b/)
  }
})

test('one and many are told apart', async () => {
  const { library } = await languages.de.library()
  expect([0, 1, 2].map(library.count)).toEqual(['0 Aufnahmen', '1 Aufnahme', '2 Aufnahmen'])
  const { bin } = await languages.de.library()
  expect([bin.left(0), bin.left(1), bin.left(2)]).toEqual(['Wird heute gelöscht', 'Wird in 1 Tag gelöscht', 'Wird in 2 Tagen gelöscht'])
})

test.each<[string | null, string[], Language]>([
  [null, ['de-AT', 'en'], 'de'], [null, ['fr-FR', 'de', 'en'], 'de'], [null, ['fr'], 'en'], [null, [], 'en'], [null, ['DE'], 'de'], [null, ['den', 'en'], 'en'],
  ['en', ['de'], 'en'], ['de', ['en'], 'de'], ['fr', ['de'], 'de'], ['toString', ['de'], 'de'],
])('chosen %s, spoken %j: the page is in %s', (chosen, spoken, expected) => {
  expect(pickLanguage(chosen, spoken)).toBe(expected)
})

test('every language has a name of its own', () => {
  expect(Object.keys(languageNames).toSorted()).toEqual(Object.keys(languages).toSorted())
})

/** Functions that take something else than texts and numbers, or give their argument back. */
function isSpecial(path: Path): boolean {
  return /jobLog\.(found|note)$|doctor\.finding$|sayError$|fathom\.people$|settings\.device$/.test(path)
}

/** A text for each argument; where English counts with it, any number does. */
function argumentsOf(path: Path): unknown[] {
  return /partly$/.test(path) ? [1, 2, '⟨3⟩'] : ['⟨1⟩', '⟨2⟩', '⟨3⟩', '⟨4⟩']
}

/** What a function says for none, one and many, or for texts. */
function sayings(path: Path, word: (...args: never[]) => unknown): string[] {
  if (isSpecial(path)) return []
  const tries = [argumentsOf(path), [0, 0, 0, 0], [1, 1, 1, 1], [5, 5, 5, 5]]
  return tries.map(args => String(word(...args as never[])))
}

/** Whoever adds one has looked whether German really says the same. */
const sameInGerman = [
  'AL', 'Ada Lovelace', 'BO', 'Ben Okri', 'Code', 'Details', 'Enter', 'Fathom-to-Loom', 'Highlights', 'Indigo', 'Link', 'Links', 'Live', 'Logo',
  'Mail', 'Mail: ⟨1⟩', 'Mails', 'Meeting', 'Meetings', 'Name', 'Pause', 'Pink', 'Port', 'STARTTLS', 'Sand', 'Server', 'TLS', 'Text',
  'Text (TXT)', 'Upload', 'Video', 'example.com', 'https://fathom.video/share/…', 'optional', 'srt', 'txt', 'vtt', '⟨1⟩ · Fathom-to-Loom',
]
