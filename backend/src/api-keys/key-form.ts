import { userId, type UserId } from '@f2l/common/contracts/ids.ts'
import { newSecret } from '../random-secrets.ts'

/** How every key begins: tools that look for leaked secrets know it by that, and the guard tells it from a session's token. */
const mark = 'f2l_'
const form = /^f2l_([a-z0-9]{15})_[A-Za-z0-9_-]{43}$/

/** Whose key it is stands before the secret, so that it is looked for in one database only. */
export function newApiKey(owner: UserId): string {
  return `${mark}${owner}_${newSecret()}`
}

export function looksLikeApiKey(token: string): boolean {
  return token.startsWith(mark)
}

/** Null for what cannot be a key. */
export function ownerNamedIn(key: string): UserId | null {
  const parsed = userId.safeParse(form.exec(key)?.[1])
  return parsed.success ? parsed.data : null
}
