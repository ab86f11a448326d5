import { existsSync, readFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { userId } from '@f2l/common/contracts/ids.ts'
import {
  decryptAesGcm, encryptAesGcm, keyCheckValue, matchesKeyCheck, newUserKey, openField, readMasterKeys, sealField,
  unwrapUserKey, wrapUserKey, type FieldPlace,
} from '@f2l/common/crypto.ts'

const alice = userId.parse('alice0000000000')
const bob = userId.parse('bob000000000000')
const place: FieldPlace = { userId: alice, table: 'credentials', row: 'fathom', column: 'sealed' }
const randomKeyText = () => randomBytes(32).toString('base64')
const unreadable = expect.objectContaining({ code: 'secret.unreadable' })

/** Every byte of an encoded value changed in turn. */
function everyFlippedByte(encoded: string): string[] {
  const bytes = Buffer.from(encoded, 'base64url')
  return [...bytes.keys()].map(index => {
    const changed = Buffer.from(bytes)
    changed[index]! ^= 0x01
    return changed.toString('base64url')
  })
}

describe('a sealed field', () => {
  const key = newUserKey()
  const sealed = sealField(key, place, 'fathom-key-äöü-🙂')

  test('opens at its own place with its own key', () => {
    expect(openField(key, place, sealed)).toBe('fathom-key-äöü-🙂')
  })

  test('may be empty', () => {
    expect(openField(key, place, sealField(key, place, ''))).toBe('')
  })

  test('never opens with any one byte changed', () => {
    for (const changed of everyFlippedByte(sealed)) expect(() => openField(key, place, changed)).toThrow(unreadable)
  })

  test('never opens when cut short or made longer', () => {
    const bytes = Buffer.from(sealed, 'base64url')
    for (let length = 0; length < bytes.length; length++) {
      expect(() => openField(key, place, bytes.subarray(0, length).toString('base64url'))).toThrow(unreadable)
    }
    expect(() => openField(key, place, Buffer.concat([bytes, Buffer.of(0)]).toString('base64url'))).toThrow(unreadable)
  })

  test('has one spelling only', () => {
    expect(() => openField(key, place, `${sealed}=`)).toThrow(unreadable)
    expect(() => openField(key, place, ` ${sealed}`)).toThrow(unreadable)
  })

  test.each<Partial<FieldPlace>>([{ userId: bob }, { table: 'mails' }, { row: 'other' }, { column: 'lastFour' }])('does not open when moved to %o', moved => {
    expect(() => openField(key, { ...place, ...moved }, sealed)).toThrow(unreadable)
  })

  test('is not fooled by parts of the place that run into each other', () => {
    const first = sealField(key, { ...place, table: 'ab', row: 'c' }, 'secret')
    expect(() => openField(key, { ...place, table: 'a', row: 'bc' }, first)).toThrow(unreadable)
  })

  test('does not open with another user\'s key', () => {
    expect(() => openField(newUserKey(), place, sealed)).toThrow(unreadable)
  })

  test('repeats neither salt nor nonce in 20 000 sealings', () => {
    const starts = new Set<string>()
    for (let count = 0; count < 20_000; count++) {
      const bytes = Buffer.from(sealField(key, place, 'x'), 'base64url')
      starts.add(bytes.subarray(1, 17).toString('hex')).add(bytes.subarray(17, 29).toString('hex'))
    }
    expect(starts.size).toBe(40_000)
  })

  test('says nothing of its content or key when it fails', () => {
    try {
      openField(newUserKey(), place, sealed)
      expect.unreachable()
    }
    catch (error) {
      expect(String(error)).not.toContain(sealed.slice(0, 20))
    }
  })
})

describe('a wrapped user key', () => {
  const masters = readMasterKeys([randomKeyText()])
  const key = newUserKey()
  const wrapped = wrapUserKey(masters, alice, key)

  test('unwraps for its user', () => {
    expect(unwrapUserKey(masters, alice, wrapped)).toEqual(key)
  })

  test('does not unwrap for another user', () => {
    expect(() => unwrapUserKey(masters, bob, wrapped)).toThrow(unreadable)
  })

  test('never unwraps with any one byte changed', () => {
    for (const changed of everyFlippedByte(wrapped.wrapped)) expect(() => unwrapUserKey(masters, alice, { ...wrapped, wrapped: changed })).toThrow(unreadable)
  })

  test('cannot be opened as a field, nor a field as a key', () => {
    expect(() => openField(key, place, wrapped.wrapped)).toThrow(unreadable)
  })

  test('stays readable while its master key is the second of the list, and is wrapped anew under the first', () => {
    const rotating = readMasterKeys([randomKeyText(), randomKeyText()])
    const [newer, older] = rotating
    const underOld = wrapUserKey([older!], alice, key)
    expect(unwrapUserKey(rotating, alice, underOld)).toEqual(key)
    const again = wrapUserKey(rotating, alice, unwrapUserKey(rotating, alice, underOld))
    expect(again.keyId).toBe(newer.id)
    expect(unwrapUserKey([newer], alice, again)).toEqual(key)
    expect(() => unwrapUserKey([newer], alice, underOld)).toThrow(unreadable)
    expect(() => unwrapUserKey(rotating, alice, { ...underOld, keyId: newer.id })).toThrow(unreadable)
  })
})

describe('the setting AES_MASTER_KEY', () => {
  test.each([
    ['missing', ''], ['too short', randomBytes(31).toString('base64')], ['too long', randomBytes(33).toString('base64')],
    ['hex', randomBytes(32).toString('hex')], ['all zero', Buffer.alloc(32).toString('base64')],
    ['one letter', Buffer.alloc(32, 'a').toString('base64')], ['with a stray character', `*${randomKeyText()}`],
  ])('is refused when %s, without repeating it', (_, text) => {
    const problem = catchError(() => readMasterKeys([text]))
    expect(problem).toMatchObject({ code: 'config.invalid' })
    if (text) expect(String(problem)).not.toContain(text)
  })

  test('is recognised by its key-check value, and no other key is', () => {
    const [first, second] = [randomKeyText(), randomKeyText()]
    const stored = keyCheckValue(readMasterKeys([first]))
    expect(matchesKeyCheck(readMasterKeys([first]), stored)).toBe(true)
    expect(matchesKeyCheck(readMasterKeys([second, first]), stored)).toBe(true)
    expect(matchesKeyCheck(readMasterKeys([second]), stored)).toBe(false)
    expect(matchesKeyCheck(readMasterKeys([first]), '')).toBe(false)
    expect(stored).not.toContain(first)
  })
})

describe('AES-256-GCM', () => {
  const key = randomBytes(32)
  const nonce = randomBytes(12)

  test('refuses a tag of four bytes', () => {
    const sealed = encryptAesGcm(key, nonce, Buffer.alloc(0), Buffer.from('text'))
    expect(() => decryptAesGcm(key, nonce, Buffer.alloc(0), sealed.subarray(0, 8))).toThrow(unreadable)
  })

  const vectors = new URL('../../../shared/vectors/aes_gcm_test.json', import.meta.url)
  test.skipIf(!existsSync(vectors))('agrees with every Wycheproof vector of our sizes', () => {
    const cases = readVectors(vectors)
    expect(cases.length).toBeGreaterThan(60)
    for (const vector of cases) {
      const [vectorKey, iv, aad, message, ciphertext, tag] = [vector.key, vector.iv, vector.aad, vector.msg, vector.ct, vector.tag].map(hex => Buffer.from(hex, 'hex')) as [Buffer, Buffer, Buffer, Buffer, Buffer, Buffer]
      const sealed = Buffer.concat([ciphertext, tag])
      if (vector.result === 'valid') {
        expect(encryptAesGcm(vectorKey, iv, aad, message), `case ${vector.tcId}`).toEqual(sealed)
        expect(decryptAesGcm(vectorKey, iv, aad, sealed), `case ${vector.tcId}`).toEqual(message)
      }
      else {
        expect(() => decryptAesGcm(vectorKey, iv, aad, sealed), `case ${vector.tcId}`).toThrow(unreadable)
      }
    }
  })
})

interface Vector { tcId: number; key: string; iv: string; aad: string; msg: string; ct: string; tag: string; result: string }

function readVectors(file: URL): Vector[] {
  const { testGroups } = JSON.parse(readFileSync(file, 'utf8')) as { testGroups: { keySize: number; ivSize: number; tests: Vector[] }[] }
  return testGroups.filter(group => group.keySize === 256 && group.ivSize === 96).flatMap(group => group.tests)
}

function catchError(run: () => unknown): unknown {
  try {
    return run()
  }
  catch (error) {
    return error
  }
}
