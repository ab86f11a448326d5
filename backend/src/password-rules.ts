import { AppError } from '@f2l/common/errors.ts'
import { isCommonPassword } from './common-passwords.ts'

const fewestCharacters = 8
/** bcrypt reads 72 bytes, the last of which ends the text. */
const mostBytes = 71

/**
 * What a new password must be. Anything that is not a text is left to the contract.
 * @throws AppError `auth.password_too_short`, `auth.password_too_long`, `auth.password_common`, `input.invalid`
 */
export function requireGoodPassword(password: unknown): void {
  if (typeof password !== 'string') return
  if ([...password].length < fewestCharacters) throw new AppError('auth.password_too_short', `Please choose a password of at least ${fewestCharacters} characters.`)
  if (Buffer.byteLength(password, 'utf8') > mostBytes) {
    throw new AppError('auth.password_too_long', `This password is too long: at most ${mostBytes} bytes can be kept, which is ${mostBytes} plain letters or about half as many with accents.`)
  }
  if (password.includes('\0') || password.trim() === '') throw new AppError('input.invalid', 'Please choose a password with visible characters.')
  if (isCommonPassword(password)) throw new AppError('auth.password_common', 'This password is one of those that are tried first. Please choose another, such as three words that have nothing to do with each other.')
}
