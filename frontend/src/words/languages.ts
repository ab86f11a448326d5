import type { Language as KnownLanguage } from '@f2l/common/contracts/language.ts'
import { de } from './de/parts.ts'
import { en, type Catalogue } from './en/parts.ts'

/** A language more is a folder with the same parts, a line here, its name in language.ts, and its tag in the contract, which names the server's words. */
export const languages = { en, de } satisfies Record<KnownLanguage, Catalogue>

export type Language = KnownLanguage
