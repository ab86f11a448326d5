import { z } from 'zod'

/** The languages of pages and mails. Each has its words in frontend/src/words, backend/src/share-words, worker/src/mail/words and error-sentences here. */
export const language = z.enum(['en', 'de'])
export type Language = z.output<typeof language>
