import type { AppError } from '@f2l/common/errors.ts'
import { sayInGerman } from '@f2l/common/contracts/error-sentences/de.ts'
import type { ShareWords } from './en.ts'

export const de: ShareWords = {
  sharedBy: name => `Geteilt von ${name}`,
  about: (minutes, ownerName) => `Ein Video von ${minutes} ${minutes === 1 ? 'Minute' : 'Minuten'}${ownerName === '' ? '' : `, geteilt von ${ownerName}`}, mit Transkript und Kapiteln.`,
  chapters: 'Kapitel', transcript: 'Transkript', captions: 'Untertitel', download: 'Herunterladen',
  password: 'Passwort', watch: 'Ansehen', signIn: 'Anmelden', needsScript: '(braucht JavaScript)',
  reason: ({ code, message }: AppError) => sayInGerman(code, message),
}
