import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import type { UserId } from './contracts/ids.ts'
import { AppError } from './errors.ts'

/**
 * Envelope encryption with AES-256-GCM:
 * master key → user key (wrapped, in the registry) → field (sealed, in the user's database).
 * Wrapped and sealed values are base64url of `version · salt · nonce · ciphertext · tag`.
 */

const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const SALT_BYTES = 16
const VERSION = 1

/** One master key and the name under which wrapped keys remember it. */
interface MasterKey { id: string; key: Buffer }
/** Newest first: the first wraps, every one of them unwraps (that is what a rotation needs). */
export type MasterKeys = readonly [MasterKey, ...MasterKey[]]

/** Where a sealed field lives; a ciphertext moved to another place no longer opens. */
export interface FieldPlace { userId: UserId; table: string; row: string; column: string }

export interface WrappedKey { wrapped: string; keyId: string }

/**
 * The master keys from the setting `AES_MASTER_KEY` (base64 each, newest first).
 * @throws AppError `config.invalid` for a key that is not 32 bytes of base64 or that is plainly not random
 */
export function readMasterKeys(encoded: readonly string[]): MasterKeys {
  const [first, ...rest] = encoded.map(readMasterKey)
  if (!first) throw new AppError('config.invalid', 'AES_MASTER_KEY is empty: it needs 32 random bytes as base64.')
  return [first, ...rest]
}

/** A fresh random key for a new user. */
export function newUserKey(): Buffer {
  return randomBytes(KEY_BYTES)
}

/** Wraps a user's key under the newest master key. */
export function wrapUserKey(masterKeys: MasterKeys, userId: UserId, userKey: Uint8Array): WrappedKey {
  const [newest] = masterKeys
  return { keyId: newest.id, wrapped: encode(newest.key, ['user-key', newest.id, userId], userKey) }
}

/**
 * The user's key. Old master keys still in the list unwrap too.
 * @throws AppError `secret.unreadable` when no key of the list has that id, or the value was changed or moved
 */
export function unwrapUserKey(masterKeys: MasterKeys, userId: UserId, { wrapped, keyId }: WrappedKey): Buffer {
  const master = masterKeys.find(({ id }) => id === keyId)
  if (!master) throw unreadable('was wrapped under a master key that is not in AES_MASTER_KEY')
  return decode(master.key, ['user-key', keyId, userId], wrapped)
}

/** Seals one field of one row under the user's key. */
export function sealField(userKey: Uint8Array, place: FieldPlace, plaintext: string): string {
  return encode(userKey, placeAsText(place), Buffer.from(plaintext, 'utf8'))
}

/** @throws AppError `secret.unreadable` when a byte was changed, or it was sealed for another place or key */
export function openField(userKey: Uint8Array, place: FieldPlace, sealed: string): string {
  return decode(userKey, placeAsText(place), sealed).toString('utf8')
}

/** A value that tells this master key from any other and tells nothing else about it. */
export function keyCheckValue(masterKeys: MasterKeys): string {
  return checkValueOf(masterKeys[0])
}

/**
 * True when every key that the stored check values (comma-separated) were made with is in the list. While a rotation is under way
 * there are several: user keys may lie under each of them, so none may be missing.
 */
export function matchesKeyCheck(masterKeys: MasterKeys, stored: string): boolean {
  return stored.split(',').every(value => masterKeys.some(master => isSame(checkValueOf(master), value)))
}

/** The stored check values with the newest key's among them: from now on it wraps. */
export function withNewestKeyCheck(masterKeys: MasterKeys, stored: string): string {
  const newest = keyCheckValue(masterKeys)
  return stored.split(',').includes(newest) ? stored : `${newest},${stored}`
}

/** AES-256-GCM with a 96-bit nonce. Answers ciphertext and 128-bit tag in one piece. */
export function encryptAesGcm(key: Uint8Array, nonce: Uint8Array, associated: Uint8Array, plaintext: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(associated)
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
}

/** The reverse. @throws AppError `secret.unreadable` unless tag, nonce, associated data and key all fit */
export function decryptAesGcm(key: Uint8Array, nonce: Uint8Array, associated: Uint8Array, sealed: Uint8Array): Buffer {
  if (sealed.length < TAG_BYTES) throw unreadable('is too short')
  const end = sealed.length - TAG_BYTES
  try {
    // Without authTagLength Node would accept a tag of four bytes.
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
    decipher.setAAD(associated)
    decipher.setAuthTag(sealed.subarray(end))
    return Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()])
  }
  catch (cause) {
    throw unreadable('does not fit its key or its place', cause)
  }
}

function readMasterKey(encoded: string): MasterKey {
  const text = encoded.trim()
  const key = Buffer.from(text, 'base64')
  // Buffer.from skips what is not base64, so a hex key or a typing error would become another key in silence.
  const isExact = key.toString('base64').replace(/=+$/, '') === text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '')
  if (key.length !== KEY_BYTES || !isExact) throw new AppError('config.invalid', 'AES_MASTER_KEY must be exactly 32 bytes as base64 (44 characters). `openssl rand -base64 32` makes one.')
  // 32 random bytes have fewer than 16 different values with a chance below 10⁻¹⁴.
  if (new Set(key).size < 16) throw new AppError('config.invalid', 'AES_MASTER_KEY is not random. `openssl rand -base64 32` makes a good one.')
  return { key, id: derive(key, Buffer.alloc(0), 'master key id').subarray(0, 8).toString('hex') }
}

function encode(key: Uint8Array, place: readonly string[], plaintext: Uint8Array): string {
  const salt = randomBytes(SALT_BYTES)
  const nonce = randomBytes(NONCE_BYTES)
  const sealed = encryptAesGcm(derive(key, salt, place[0]!), nonce, associatedData(place), plaintext)
  return Buffer.concat([Buffer.of(VERSION), salt, nonce, sealed]).toString('base64url')
}

function decode(key: Uint8Array, place: readonly string[], encoded: string): Buffer {
  const bytes = Buffer.from(encoded, 'base64url')
  // Two spellings of one value would let a stored secret be changed without notice.
  if (bytes.toString('base64url') !== encoded) throw unreadable('is not in the right form')
  if (bytes[0] !== VERSION) throw unreadable('has an unknown version')
  if (bytes.length < 1 + SALT_BYTES + NONCE_BYTES + TAG_BYTES) throw unreadable('is too short')
  const salt = bytes.subarray(1, 1 + SALT_BYTES)
  const nonce = bytes.subarray(1 + SALT_BYTES, 1 + SALT_BYTES + NONCE_BYTES)
  return decryptAesGcm(derive(key, salt, place[0]!), nonce, associatedData(place), bytes.subarray(1 + SALT_BYTES + NONCE_BYTES))
}

/** A fresh key for every salt: however many fields are sealed, no pair of key and nonce comes twice. */
function derive(key: Uint8Array, salt: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, `fathom-to-loom ${purpose}`, KEY_BYTES))
}

/** JSON keeps the parts apart: ["ab","c"] and ["a","bc"] differ. */
function associatedData(place: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify([VERSION, ...place]), 'utf8')
}

function placeAsText({ userId, table, row, column }: FieldPlace): string[] {
  return ['field', userId, table, row, column]
}

function checkValueOf({ id, key }: MasterKey): string {
  const proof = createHmac('sha256', derive(key, Buffer.alloc(0), 'key check')).update('key check').digest('hex')
  return `v1:${id}:${proof}`
}

function isSame(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one, 'utf8'), Buffer.from(other, 'utf8')]
  return first.length === second.length && timingSafeEqual(first, second)
}

function unreadable(why: string, cause?: unknown): AppError {
  return new AppError('secret.unreadable', `A stored secret cannot be read: it ${why}. Please enter it again.`, cause === undefined ? {} : { cause })
}
