import { words } from '../words/words.ts'

/** What is wrong with an e-mail address as far as a browser can tell; the server has the last word. */
export function emailProblem(email: string): string | undefined {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.trim()) ? undefined : words.account.invalidEmail
}

/** The server counts bytes, because PocketBase's bcrypt takes at most 71. */
export function newPasswordProblem(password: string): string | undefined {
  if (password.length < 8) return words.account.shortPassword
  return new TextEncoder().encode(password).length > 71 ? words.account.longPassword : undefined
}
