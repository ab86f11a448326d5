import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** 32 random bytes that open something by themselves; of them only a hash is kept. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** The bytes are random, so a plain hash is enough: nobody can try them all. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** In constant time: no half match shows in the time it takes. */
export function isSameHash(given: string, kept: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(kept)]
  return one.length === other.length && timingSafeEqual(one, other)
}
