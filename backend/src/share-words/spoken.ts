import type { Request, Response } from 'express'
import { language, type Language } from '@f2l/common/contracts/language.ts'
import { de } from './de.ts'
import { en, type ShareWords } from './en.ts'

export const shareWords: Record<Language, ShareWords> = { en, de }

/** The language that a browser asks for, as far as we speak it; the answer says that it depends on that. */
export function spokenBy(request: Request, response: Response): Language {
  response.vary('Accept-Language')
  return language.safeParse(request.acceptsLanguages(language.options)).data ?? 'en'
}
