import { createHash, randomBytes } from 'node:crypto'
import { userId, type UserId } from '@f2l/common/contracts/ids.ts'

/** How every key begins: tools that look for leaked secrets know it by that, and the guard tells it from a session's token. */
const mark = 'f2l_'
const form = /^f2l_([a-z0-9]{15})_[A-Za-z0-9_-]{43}$/

/** 32 random bytes; whose key it is stands before them, so that it is looked for in one database only. */
export function newApiKey(owner: UserId): string {
  return `${mark}${owner}_${randomBytes(32).toString('base64url')}`
}

/** The bytes are random, so a plain hash is enough: nobody can try them all. */
export function hashApiKey(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

export function looksLikeApiKey(token: string): boolean {
  return token.startsWith(mark)
}

/** Null for what cannot be a key. */
export function ownerNamedIn(key: string): UserId | null {
  const parsed = userId.safeParse(form.exec(key)?.[1])
  return parsed.success ? parsed.data : null
}
