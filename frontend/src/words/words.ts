import { en, type Words } from './en.ts'

/** The words of the page. Another language is one more file of the same type. */
export const words: Words = en

/** Language of dates and numbers: the browser's own, if `Intl` takes it (a browser under a POSIX locale says `en-US@posix`). */
export const locale: string | undefined = usableLocale(globalThis.navigator?.languages ?? [])

/** The first language that is a valid tag; undefined lets `Intl` choose. */
export function usableLocale(languages: readonly string[]): string | undefined {
  return languages.find(isLanguageTag)
}

function isLanguageTag(language: string): boolean {
  try {
    return Intl.getCanonicalLocales(language).length === 1
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
