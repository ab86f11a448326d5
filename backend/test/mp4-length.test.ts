import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { objectKey } from '@f2l/common/contracts/ids.ts'
import { makeLocalObjectStore } from '@f2l/common/local-object-store.ts'
import { mp4Seconds } from '../src/recordings/mp4-length.ts'

const sample = new URL('../../demo/media/sample-meeting.mp4', import.meta.url)
let folder: string
let sequence = 0
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'f2l-mp4-length-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

async function secondsOf(bytes: Buffer): Promise<number | null> {
  const store = makeLocalObjectStore(folder)
  const key = objectKey.parse(`users/u/${sequence++}`)
  await store.put(key, Readable.from([bytes]))
  return mp4Seconds(store, key)
}

function box(name: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + body.length)
  head.write(name, 4, 'latin1')
  return Buffer.concat([head, body])
}

function header(unitsPerSecond: number, units: number): Buffer {
  const body = Buffer.alloc(100)
  body.writeUInt32BE(unitsPerSecond, 12)
  body.writeUInt32BE(units, 16)
  return box('mvhd', body)
}

function longHeader(unitsPerSecond: number, units: bigint): Buffer {
  const body = Buffer.alloc(112)
  body[0] = 1
  body.writeUInt32BE(unitsPerSecond, 20)
  body.writeBigUInt64BE(units, 24)
  return box('mvhd', body)
}

test('an MP4 tells its length, with its header in front or behind, in 32 bits or 64', async () => {
  const meeting = await secondsOf(await readFile(sample))
  expect(meeting).toBeGreaterThan(162)
  expect(meeting).toBeLessThan(163)
  const start = box('ftyp', Buffer.from('isom'))
  expect(await secondsOf(Buffer.concat([start, box('moov', header(1000, 90_500)), box('mdat', Buffer.alloc(50))]))).toBe(90.5)
  expect(await secondsOf(Buffer.concat([start, box('mdat', Buffer.alloc(50)), box('moov', box('udta'), longHeader(90_000, 900_000n))]))).toBe(10)
})

test('what is no MP4, is cut short, or says nonsense has no known length and does no harm', async () => {
  const start = box('ftyp', Buffer.from('isom'))
  for (const bytes of [
    Buffer.from('RIFF....WAVEfmt '), Buffer.alloc(0), Buffer.alloc(5), start,
    Buffer.concat([start, box('moov', header(1000, 90_500)).subarray(0, 30)]),
    Buffer.concat([start, box('moov', header(0, 90_500))]), Buffer.concat([start, box('moov', header(1000, 0))]), Buffer.concat([start, box('moov', header(1, 0xffffffff))]),
    Buffer.concat(Array.from({ length: 1000 }, () => box('free'))),
    Buffer.from([0, 0, 0, 1, ...Buffer.from('moov'), 255, 255, 255, 255, 255, 255, 255, 255]),
  ]) expect(await secondsOf(bytes)).toBeNull()
})
