import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeLocalObjectStore } from '../src/local-object-store.ts'
import { keyOf, objectStoreContract } from './object-store-contract.ts'

objectStoreContract('a local folder', makeLocalObjectStore)

let folder: string
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'objects-')) })
afterEach(() => rm(folder, { recursive: true, force: true }))

test('a half-written file lies where no key can reach it, and is gone after the put broke', async () => {
  const store = makeLocalObjectStore(folder)
  const broken = Readable.from((async function* () {
    yield 'half'
    expect(await readdir(join(folder, '.parts'))).toHaveLength(1)
    throw new Error('line cut')
  })())
  await expect(store.put(keyOf('a/b'), broken)).rejects.toThrow('line cut')
  expect(await readdir(join(folder, '.parts'))).toEqual([])
})

test('a symlink planted in the store is neither read nor written through', async () => {
  const store = makeLocalObjectStore(folder)
  await mkdir(join(folder, 'a'))
  await writeFile(join(folder, 'secret'), 'secret')
  await symlink(join(folder, 'secret'), join(folder, 'a', 'b'))
  expect(await store.stat(keyOf('a/b'))).toBeNull()
  await expect(store.read(keyOf('a/b'))).rejects.toThrow()
  await expect(store.put(keyOf('a/b'), Readable.from(['x']))).rejects.toMatchObject({ code: 'conflict' })
})

test('deleting the last object of a folder takes the folder away', async () => {
  const store = makeLocalObjectStore(folder)
  await store.put(keyOf('a/b/c'), Readable.from(['x']))
  await store.put(keyOf('a/d'), Readable.from(['x']))
  await store.delete(keyOf('a/b/c'))
  expect(await readdir(join(folder, 'a'))).toEqual(['d'])
})

test('the part of a process that died a day ago is swept, a young one may still be written', async () => {
  const dayMs = 24 * 3600 * 1000
  await mkdir(join(folder, '.parts'))
  await writeFile(join(folder, '.parts', 'left-behind'), 'x')
  await makeLocalObjectStore(folder, () => Date.now() + dayMs - 60_000).put(keyOf('a/b'), Readable.from(['x']))
  expect(await readdir(join(folder, '.parts'))).toEqual(['left-behind'])
  await makeLocalObjectStore(folder, () => Date.now() + dayMs + 60_000).put(keyOf('a/c'), Readable.from(['x']))
  expect(await readdir(join(folder, '.parts'))).toEqual([])
})
