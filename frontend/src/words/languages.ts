import { de } from './de/parts.ts'
import { en, type Catalogue } from './en/parts.ts'

/** A language more is a folder with the same parts, one line here, and its name in language.ts. */
export const languages = { en, de } satisfies Record<string, Catalogue>

export type Language = keyof typeof languages
