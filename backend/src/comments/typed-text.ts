import { AppError } from '@f2l/common/errors.ts'
import { publicName } from '../recordings/public-text.ts'

/** What makes text read other than it is written: marks, embeddings, overrides and isolates of direction. */
const directionCharacters = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
const invisible = /[\u200b\u2060\ufeff]/g

/** A comment as it was typed, without what cannot be seen. @throws AppError `input.invalid` where nothing is left */
export function typedText(text: string): string {
  const lines = text.toWellFormed().replace(/\r\n?|[\u2028\u2029]/g, '\n').replace(/\t/g, ' ')
  const clean = lines.replace(/[^\P{Cc}\n]/gu, '').replace(directionCharacters, '').replace(invisible, '').trim()
  if (clean === '') throw new AppError('input.invalid', 'Please write something first.')
  return clean
}

/** A name on one line, never an address; null where nothing is left. */
export function typedName(name: string): string | null {
  const line = name.toWellFormed().replace(/[\p{Cc}\u2028\u2029]/gu, ' ').replace(directionCharacters, '').replace(invisible, '')
  return publicName(line).slice(0, 80).toWellFormed().trim() || null
}
