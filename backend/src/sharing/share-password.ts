import { randomBytes, scrypt as scryptWithCallback, timingSafeEqual, type BinaryLike, type ScryptOptions } from 'node:crypto'
import { promisify } from 'node:util'

const scrypt = promisify<BinaryLike, BinaryLike, number, ScryptOptions, Buffer>(scryptWithCallback)
/** OWASP's second choice of parameters: 64 MB and a tenth of a second a try. */
const cost = { N: 2 ** 16, r: 8, p: 2, maxmem: 128 * 1024 * 1024 }
const keyBytes = 32

/** `scrypt:salt:key`, both base64url. Unicode is normalised: the same word typed on another system is the same password. */
export async function hashSharePassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  return ['scrypt', salt.toString('base64url'), (await keyOf(password, salt)).toString('base64url')].join(':')
}

export async function isSharePassword(password: string, hash: string): Promise<boolean> {
  const [, salt = '', key = ''] = hash.split(':')
  const wanted = Buffer.from(key, 'base64url')
  const got = await keyOf(password, Buffer.from(salt, 'base64url'))
  return wanted.length === got.length && timingSafeEqual(wanted, got)
}

let line: Promise<unknown> = Promise.resolve()

/** One at a time in this process: many at once would take its memory, and the threads that read files. */
function keyOf(password: string, salt: Buffer): Promise<Buffer> {
  const key = line.then(() => scrypt(password.normalize('NFKC'), salt, keyBytes, cost))
  line = key.catch(() => undefined)
  return key
}
