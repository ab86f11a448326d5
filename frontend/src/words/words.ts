// A part of the words is added in three steps:
// 1. its file in the folder of each language, `export const editor = { … }` in en/editor.ts, `export const editor: typeof english.editor = { … }` in de/editor.ts;
// 2. its line in parts.ts of each folder; 3. `withWords('editor', () => import('./editor-page.tsx'))` where its page or late piece is loaded, and `words.editor.…` inside functions there.
import { chosenLanguage, localeOf } from './language.ts'
import { languages } from './languages.ts'
import type { Catalogue } from './en/parts.ts'

export type Part = keyof Catalogue
type Together<T> = (T extends unknown ? (one: T) => void : never) extends (all: infer All) => void ? All : never
export type Words = Together<{ [P in Part]: Awaited<ReturnType<Catalogue[P]>> }[Part]>

/** Every word a person sees, except what the server says. Only the parts that were read are there. */
export const words = {} as Words

/** The language of this page; another one is another load of the page. */
export const language = chosenLanguage()

/** The language of dates and numbers: that of the words, as this browser's country writes it. */
export const locale = localeOf(language, globalThis.navigator?.languages ?? [])

/** Loads a page, or a piece that comes later, and at the same time the parts of the words that it says. */
export function withWords<Page>(parts: Part | Part[], load: () => Promise<Page>): () => Promise<Page> {
  return async () => {
    const [page] = await Promise.all([load(), readWords(parts)])
    return page
  }
}

/** Reads what every page says, and these parts. A part that is there already costs nothing. */
export async function readWords(parts: Part | Part[]): Promise<Words> {
  const read = ['base' as const, parts].flat().map(part => languages[language][part]())
  for (const part of await Promise.all(read)) Object.assign(words, part)
  return words
}
