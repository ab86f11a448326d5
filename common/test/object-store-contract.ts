import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { objectKey, type ObjectKey } from '../src/contracts/ids.ts'
import type { ObjectStore } from '../src/object-store.ts'

export const keyOf = (key: string): ObjectKey => objectKey.parse(key)

/** What every object store keeps. `make` gets an empty folder it may use. */
export function objectStoreContract(name: string, make: (folder: string) => Promise<ObjectStore> | ObjectStore): void {
  describe(`${name} as an object store`, () => {
    let folder: string
    let store: ObjectStore
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'objects-'))
      store = await make(join(folder, 'store'))
    })
    afterEach(() => rm(folder, { recursive: true, force: true }))
    const put = (key: string, content: string) => store.put(keyOf(key), Readable.from([Buffer.from(content)]))
    const keys = async (prefix: string) => {
      const found: string[] = []
      for await (const key of store.list(prefix)) found.push(key)
      return found.sort()
    }

    test('what was put is read back byte for byte', async () => {
      const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251))
      const info = await store.put(keyOf('a/b.bin'), Readable.from([bytes.subarray(0, 7), bytes.subarray(7)]))
      expect(info.sizeBytes).toBe(bytes.length)
      expect(bytes.equals(await buffer(await store.read(keyOf('a/b.bin'))))).toBe(true)
      expect(await store.stat(keyOf('a/b.bin'))).toEqual(info)
    })

    test('a range holds both its ends, and an end past the file is the end of the file', async () => {
      await put('a/b', '0123456789')
      expect(await text(await store.read(keyOf('a/b'), { start: 2, end: 4 }))).toBe('234')
      expect(await text(await store.read(keyOf('a/b'), { start: 9, end: 9 }))).toBe('9')
      expect(await text(await store.read(keyOf('a/b'), { start: 8, end: 99 }))).toBe('89')
    })

    test.for([{ start: 10, end: 12 }, { start: -1, end: 2 }, { start: 3, end: 2 }, { start: 0.5, end: 2 }])(
      'a range the file does not have is refused: %j', async range => {
        await put('a/b', '0123456789')
        await expect(store.read(keyOf('a/b'), range)).rejects.toMatchObject({ code: 'input.invalid' })
      })

    test('an object is never written over', async () => {
      await put('a/b', 'first')
      await expect(put('a/b', 'second')).rejects.toMatchObject({ code: 'conflict' })
      await writeFile(join(folder, 'second'), 'second')
      await expect(store.putFile(keyOf('a/b'), join(folder, 'second'))).rejects.toMatchObject({ code: 'conflict' })
      expect(await text(await store.read(keyOf('a/b')))).toBe('first')
    })

    test('of ten puts to one key at once exactly one wins, whole', async () => {
      const puts = await Promise.allSettled(Array.from({ length: 10 }, (_, index) => put('a/b', String(index).repeat(50_000))))
      expect(puts.filter(put => put.status === 'fulfilled')).toHaveLength(1)
      const content = await text(await store.read(keyOf('a/b')))
      expect(content).toBe(content[0]!.repeat(50_000))
    })

    test('a put whose source breaks leaves nothing, and the key stays free', async () => {
      const broken = Readable.from((async function* () {
        yield Buffer.from('half')
        throw new Error('line cut')
      })())
      await expect(store.put(keyOf('a/b'), broken)).rejects.toThrow('line cut')
      expect(await store.stat(keyOf('a/b'))).toBeNull()
      expect(await keys('')).toEqual([])
      await put('a/b', 'whole')
      expect(await text(await store.read(keyOf('a/b')))).toBe('whole')
    })

    test('a put that is called off leaves nothing', async () => {
      const endless = new Readable({ read() { setTimeout(() => this.push(Buffer.alloc(1024)), 1) } })
      await expect(store.put(keyOf('a/b'), endless, AbortSignal.timeout(30))).rejects.toThrow()
      expect(await store.stat(keyOf('a/b'))).toBeNull()
    })

    test('a file is put by path and handed out as a local file', async () => {
      await writeFile(join(folder, 'given'), 'content')
      await store.putFile(keyOf('a/b'), join(folder, 'given'))
      await rm(join(folder, 'given'))
      await store.toLocalFile(keyOf('a/b'), join(folder, 'out', 'file'))
      expect(await readFile(join(folder, 'out', 'file'), 'utf8')).toBe('content')
      await rm(join(folder, 'out', 'file'))
      expect(await text(await store.read(keyOf('a/b')))).toBe('content')
    })

    test('what is missing is said to be missing', async () => {
      expect(await store.stat(keyOf('a/none'))).toBeNull()
      await expect(store.read(keyOf('a/none'))).rejects.toMatchObject({ code: 'not_found' })
      await expect(store.toLocalFile(keyOf('a/none'), join(folder, 'x'))).rejects.toMatchObject({ code: 'not_found' })
    })

    test('a deleted object is gone, and deleting it again is no error', async () => {
      await put('a/b/c', 'x')
      await store.delete(keyOf('a/b/c'))
      await store.delete(keyOf('a/b/c'))
      expect(await store.stat(keyOf('a/b/c'))).toBeNull()
      await put('a/b/c', 'again')
      expect(await keys('a/')).toEqual(['a/b/c'])
    })

    test('a list has what starts with the prefix and nothing else', async () => {
      for (const key of ['a/1', 'a/2/x', 'ab/3', 'b/1']) await put(key, key)
      expect(await keys('a/')).toEqual(['a/1', 'a/2/x'])
      expect(await keys('a')).toEqual(['a/1', 'a/2/x', 'ab/3'])
      expect(await keys('a/2')).toEqual(['a/2/x'])
      expect(await keys('')).toEqual(['a/1', 'a/2/x', 'ab/3', 'b/1'])
      expect(await keys('../')).toEqual([])
      expect(await keys('nothing/')).toEqual([])
    })

    test.for(['../x', 'a/../../x', '/etc/passwd', 'a//b', 'a/./b', 'a', '', 'a/b\0c', 'a\\..\\b', 'a/.hidden', 'A/b'])(
      'a key that could leave the store is refused: %j', async key => {
        const hostile = key as ObjectKey
        const attempts = [
          () => store.put(hostile, Readable.from(['x'])), () => store.stat(hostile), () => store.read(hostile),
          () => store.delete(hostile), () => store.toLocalFile(hostile, join(folder, 'x')), () => store.putFile(hostile, join(folder, 'x')),
        ]
        for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'input.invalid' })
      })
  })
}
