import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { objectKey } from '@f2l/common/contracts/ids.ts'
import { makeLocalObjectStore } from '@f2l/common/local-object-store.ts'
import type { ObjectStore } from '@f2l/common/object-store.ts'
import { readLogo } from '../src/stages/read-logo.ts'

let folder: string
let store: ObjectStore
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'f2l-logo-'))
  store = makeLocalObjectStore(folder)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('rest')])
const card = (name?: string) => ({ titleCard: { title: '', subtitle: '', people: [], frames: 60, ...(name === undefined ? {} : { logoKey: objectKey.parse(`users/a/${name}`) }) } })

test('a logo is read as what it is', async () => {
  await store.put(objectKey.parse('users/a/logo.png'), Readable.from([png]))
  expect(await readLogo(card('logo.png'), store)).toEqual({ url: `data:image/png;base64,${png.toString('base64')}`, note: null })
  expect(await readLogo(card(), store)).toEqual({ url: null, note: null })
})

test('a logo that cannot be read is left out with a note', async () => {
  await store.put(objectKey.parse('users/a/script.png'), Readable.from(['<svg onload="alert(1)"/>']))
  const note = 'The logo could not be read, so the title card has none.'
  for (const name of ['script.png', 'gone.png']) expect(await readLogo(card(name), store)).toEqual({ url: null, note })
  expect(await readLogo(card('logo.png'), undefined)).toEqual({ url: null, note })
})
