import { randomBytes, scrypt as scryptWithCallback, timingSafeEqual, type BinaryLike, type ScryptOptions } from 'node:crypto'
import { promisify } from 'node:util'

const scrypt = promisify<BinaryLike, BinaryLike, number, ScryptOptions, Buffer>(scryptWithCallback)
/** OWASP's second choice of parameters, N = 2^16 and p = 2: 64 MB and a tenth of a second a try. */
const strongCost = 16
const keyBytes = 32

/**
 * `scrypt:cost:salt:key`, salt and key base64url; the cost is the logarithm of N to the base 2, so that it can be raised later.
 * Unicode is normalised: the same word typed on another system is the same password.
 */
export async function hashSharePassword(password: string, cost = strongCost): Promise<string> {
  const salt = randomBytes(16)
  return ['scrypt', cost, salt.toString('base64url'), (await keyOf(password, salt, cost)).toString('base64url')].join(':')
}

export async function isSharePassword(password: string, hash: string): Promise<boolean> {
  const { cost, salt, key } = partsOf(hash)
  if (!Number.isInteger(cost) || cost < 1 || cost > strongCost || key.length !== keyBytes) return false
  return timingSafeEqual(key, await keyOf(password, salt, cost))
}

/** Hashes from before the cost was written down, `scrypt:salt:key`, have the strong one. */
function partsOf(hash: string): { cost: number; salt: Buffer; key: Buffer } {
  const parts = hash.split(':')
  const [cost, salt = '', key = ''] = parts.length === 4 ? [Number(parts[1]), ...parts.slice(2)] : [strongCost, ...parts.slice(1)]
  return { cost, salt: Buffer.from(salt, 'base64url'), key: Buffer.from(key, 'base64url') }
}

let line: Promise<unknown> = Promise.resolve()

/** One at a time in this process: many at once would take its memory, and the threads that read files. */
function keyOf(password: string, salt: Buffer, cost: number): Promise<Buffer> {
  const options = { N: 2 ** cost, r: 8, p: 2, maxmem: 128 * 1024 * 1024 }
  const key = line.then(() => scrypt(password.normalize('NFKC'), salt, keyBytes, options))
  line = key.catch(() => undefined)
  return key
}
