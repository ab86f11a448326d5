import { cleanText, shorten } from './clean-text.ts'

/** A person's name as the title card writes it. */
export function cardName(name: string): string {
  return shorten(cleanText(name), 40)
}
