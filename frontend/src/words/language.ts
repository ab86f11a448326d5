import { readRemembered, remember } from '../watch/remembered.ts'
import type { Language } from './languages.ts'

/** What each language calls itself. */
export const languageNames: Record<Language, string> = { en: 'English', de: 'Deutsch' }

const isLanguage = (name: string): name is Language => Object.hasOwn(languageNames, name)

/** What somebody chose in this browser; else the first of the browser's languages that we speak; else English. */
export function chosenLanguage(): Language {
  if (typeof document === 'undefined') return 'en'
  return pickLanguage(readRemembered('language'), navigator.languages)
}

export function pickLanguage(chosen: string | null, spoken: readonly string[]): Language {
  if (chosen !== null && isLanguage(chosen)) return chosen
  return spoken.map(primaryOf).find(isLanguage) ?? 'en'
}

/** The page begins anew in that language: words are read once a page. */
export function changeLanguage(language: Language): void {
  remember('language', language)
  location.reload()
}

/** The browser's own tag for a language, "de-AT" or "en-GB", if `Intl` takes it (a browser under a POSIX locale says `en-US@posix`). */
export function localeOf(language: Language, spoken: readonly string[]): string {
  return spoken.find(tag => primaryOf(tag) === language && isLanguageTag(tag)) ?? language
}

const primaryOf = (tag: string): string => tag.split('-')[0]!.toLowerCase()

function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
