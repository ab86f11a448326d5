import { en, type Words } from './en.ts'

/** The words of the page. Another language is one more file of the same type. */
export const words: Words = en

/** Language of dates and numbers: the browser's own. */
export const locale: string | undefined = globalThis.navigator?.language
