import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { userId } from '@f2l/common/contracts/ids.ts'
import {
  decryptAesGcm, encryptAesGcm, keyCheckValue, matchesKeyCheck, newUserKey, openField, readMasterKeys, sealField,
  unwrapUserKey, withNewestKeyCheck, wrapUserKey, type FieldPlace,
} from '@f2l/common/crypto.ts'
import vectors from './vectors/aes-256-gcm.json' with { type: 'json' }

const alice = userId.parse('alice0000000000')
const bob = userId.parse('bob000000000000')
const place: FieldPlace = { userId: alice, table: 'credentials', row: 'fathom', column: 'sealed' }
/** Twenty thousand take a second or two; SEALINGS=1000000 takes minutes. */
const sealings = Number(process.env['SEALINGS'] ?? 20_000)
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

const longKey = 'feffe9928665731c6d6a8f9467308308'.repeat(2)
const text = 'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255'
const encrypted = '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad'
const specifiedCases = [
  { name: 13, key: '0'.repeat(64), iv: '0'.repeat(24), aad: '', msg: '', ct: '', tag: '530f8afbc74536b9a963b4f1c4cb738b' },
  { name: 14, key: '0'.repeat(64), iv: '0'.repeat(24), aad: '', msg: '0'.repeat(32), ct: 'cea7403d4d606b6e074ec5d3baf39d18', tag: 'd0d1c8a799996bf0265b98b5d48ab919' },
  { name: 15, key: longKey, iv: 'cafebabefacedbaddecaf888', aad: '', msg: text, ct: encrypted, tag: 'b094dac5d93471bdec1a502270e3cc6c' },
  { name: 16, key: longKey, iv: 'cafebabefacedbaddecaf888', aad: 'feedfacedeadbeeffeedfacedeadbeefabaddad2', msg: text.slice(0, -8), ct: encrypted.slice(0, -8), tag: '76fc6ece0f4e1768cddf8853bb2d551b' },
]

describe('a sealed field', () => {
  const key = newUserKey()
  const sealed = sealField(key, place, 'fathom-key-äöü-🙂')

  test('opens at its own place with its own key', () => {
    expect(openField(key, place, sealed)).toBe('fathom-key-äöü-🙂')
  })

  test('may be empty', () => {
    expect(openField(key, place, sealField(key, place, ''))).toBe('')
  })

  test('63: never opens with any one byte changed', () => {
    for (const changed of everyFlippedByte(sealed)) expect(() => openField(key, place, changed)).toThrow(unreadable)
  })

  test('63: never opens when cut short or made longer', () => {
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

  test.each<Partial<FieldPlace>>([{ userId: bob }, { table: 'mails' }, { row: 'other' }, { column: 'lastFour' }])('64: does not open when moved to %o', moved => {
    expect(() => openField(key, { ...place, ...moved }, sealed)).toThrow(unreadable)
  })

  test('64: is not fooled by parts of the place that run into each other', () => {
    const first = sealField(key, { ...place, table: 'ab', row: 'c' }, 'secret')
    expect(() => openField(key, { ...place, table: 'a', row: 'bc' }, first)).toThrow(unreadable)
  })

  test('does not open with another user\'s key', () => {
    expect(() => openField(newUserKey(), place, sealed)).toThrow(unreadable)
  })

  test('69: repeats neither salt nor nonce, however many fields it seals', () => {
    const starts = new Set<string>()
    for (let count = 0; count < sealings; count++) {
      const bytes = Buffer.from(sealField(key, place, 'x'), 'base64url')
      starts.add(bytes.toString('latin1', 1, 17)).add(bytes.toString('latin1', 17, 29))
    }
    expect(starts.size).toBe(2 * sealings)
  }, 3_600_000)

  test('65: does not open in the row that took its place', () => {
    expect(() => openField(key, { ...place, row: 'crd_newer' }, sealed)).toThrow(unreadable)
  })

  test('70: says nothing of its content or key when it fails', () => {
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

  test('64: does not unwrap for another user', () => {
    expect(() => unwrapUserKey(masters, bob, wrapped)).toThrow(unreadable)
  })

  test('63: never unwraps with any one byte changed', () => {
    for (const changed of everyFlippedByte(wrapped.wrapped)) expect(() => unwrapUserKey(masters, alice, { ...wrapped, wrapped: changed })).toThrow(unreadable)
  })

  test('cannot be opened as a field, nor a field as a key', () => {
    expect(() => openField(key, place, wrapped.wrapped)).toThrow(unreadable)
  })

  test('65: stays readable while its master key is the second of the list, and is wrapped anew under the first', () => {
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
  ])('61: is refused when %s, without repeating it', (_, text) => {
    const problem = catchError(() => readMasterKeys([text]))
    expect(problem).toMatchObject({ code: 'config.invalid' })
    if (text) expect(String(problem)).not.toContain(text)
  })

  test('62: is recognised by its key-check value, and no other key is', () => {
    const [first, second] = [randomKeyText(), randomKeyText()]
    const stored = keyCheckValue(readMasterKeys([first]))
    expect(matchesKeyCheck(readMasterKeys([first]), stored)).toBe(true)
    expect(matchesKeyCheck(readMasterKeys([second, first]), stored)).toBe(true)
    expect(matchesKeyCheck(readMasterKeys([second]), stored)).toBe(false)
    expect(matchesKeyCheck(readMasterKeys([first]), '')).toBe(false)
    expect(stored).not.toContain(first)
  })

  test('62: while it is rotated it is refused with any key missing that something lies under', () => {
    const [first, second, third] = [randomKeyText(), randomKeyText(), randomKeyText()]
    const stored = withNewestKeyCheck(readMasterKeys([second, first]), keyCheckValue(readMasterKeys([first])))
    expect(withNewestKeyCheck(readMasterKeys([second, first]), stored)).toBe(stored)
    for (const list of [[first, second], [second, first], [third, second, first]]) expect(matchesKeyCheck(readMasterKeys(list), stored)).toBe(true)
    for (const list of [[first], [second], [third, first], [third, second]]) expect(matchesKeyCheck(readMasterKeys(list), stored)).toBe(false)
  })
})

describe('AES-256-GCM', () => {
  const key = randomBytes(32)
  const nonce = randomBytes(12)

  test('63: refuses a tag of four bytes', () => {
    const sealed = encryptAesGcm(key, nonce, Buffer.alloc(0), Buffer.from('text'))
    expect(() => decryptAesGcm(key, nonce, Buffer.alloc(0), sealed.subarray(0, 8))).toThrow(unreadable)
  })

  test.each(readVectors(vectors))('68: agrees with Wycheproof in case $tcId ($comment, $result)', ({ key, iv, aad, msg, ct, tag, result }) => {
    const sealed = Buffer.concat([ct, tag])
    if (result === 'invalid') return expect(() => decryptAesGcm(key, iv, aad, sealed)).toThrow(unreadable)
    expect(encryptAesGcm(key, iv, aad, msg)).toEqual(sealed)
    expect(decryptAesGcm(key, iv, aad, sealed)).toEqual(msg)
  })

  // The cases 13 to 16 of the paper by which NIST took GCM up (McGrew and Viega, appendix B).
  test.each(specifiedCases)('68: agrees with the specification of GCM in case $name', ({ key, iv, aad, msg, ct, tag }) => {
    expect(encryptAesGcm(hex(key), hex(iv), hex(aad), hex(msg)).toString('hex')).toBe(ct + tag)
    expect(decryptAesGcm(hex(key), hex(iv), hex(aad), hex(ct + tag)).toString('hex')).toBe(msg)
  })
})

function hex(text: string): Buffer {
  return Buffer.from(text, 'hex')
}

function readVectors(cases: unknown) {
  const bytes = z.string().transform(hex)
  return z.array(z.object({ tcId: z.int(), comment: z.string(), key: bytes, iv: bytes, aad: bytes, msg: bytes, ct: bytes, tag: bytes, result: z.enum(['valid', 'invalid']) })).length(66).parse(cases)
}

function catchError(run: () => unknown): unknown {
  try {
    return run()
  }
  catch (error) {
    return error
  }
}
