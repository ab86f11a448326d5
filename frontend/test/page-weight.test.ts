import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import type { Manifest } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
let folder: string
let manifest: Manifest
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'f2l-weight-'))
  // In a process of its own: in this one Solid would be taken as its larger development build.
  const vite = fileURLToPath(new URL('../../node_modules/vite/bin/vite.js', import.meta.url))
  const environment = { ...process.env, NODE_ENV: 'production', VITEST: '' }
  await promisify(execFile)(process.execPath, [vite, 'build', '--logLevel', 'error', '--manifest', '--emptyOutDir', '--outDir', folder], { cwd: root, env: environment })
  manifest = JSON.parse(await readFile(join(folder, '.vite', 'manifest.json'), 'utf8')) as Manifest
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe.each(['en', 'de'])('in the language %s', language => {
  const say = (...parts: string[]): string[] => ['base', ...parts].map(part => `src/words/${language}/${part}.ts`)

  test('a stranger\'s browser reads at most 60 KB of script before the share page plays', async () => {
    expect(await gzipBytes(['index.html', 'src/watch/share-page.tsx', ...say('watch')])).toBeLessThanOrEqual(60 * 1024)
  })

  test('an embedded player reads at most 60 KB of script', async () => {
    expect(await gzipBytes(['index.html', 'src/watch/embed-page.tsx', ...say('watch')])).toBeLessThanOrEqual(60 * 1024)
  })

  test('the start page reads at most 120 KB of script', async () => {
    expect(await gzipBytes(['index.html', 'src/shell/app-frame.tsx', 'src/library/home-page.tsx', ...say('app', 'library', 'job', 'queue', 'fathom')])).toBeLessThanOrEqual(120 * 1024)
  })

  test('the share page reads no word of the other language, nor of pages that are not shown', () => {
    const read = chunksOf(['index.html', 'src/watch/share-page.tsx', ...say('watch')]).filter(name => name.startsWith('src/words/'))
    expect(read.toSorted()).toEqual(say('watch').toSorted())
  })
})

test.for(['thumbnail.tsx', 'keyboard-help.tsx', 'media-session.ts'])('%s is not read before the share page plays', name => {
  expect(manifest[`src/watch/${name}`]?.isDynamicEntry).toBe(true)
  expect(chunksOf(['index.html', 'src/watch/share-page.tsx'])).not.toContain(`src/watch/${name}`)
})

/** The chunks, and all that they import before they run. */
function chunksOf(entries: string[], found = new Set<string>()): string[] {
  for (const name of entries) {
    const chunk = manifest[name]
    if (!chunk) throw new Error(`${name} is no chunk of its own any more`)
    if (found.has(name)) continue
    found.add(name)
    chunksOf(chunk.imports ?? [], found)
  }
  return [...found]
}

async function gzipBytes(entries: string[]): Promise<number> {
  const files = new Set(chunksOf(entries).map(name => manifest[name]!.file).filter(file => file.endsWith('.js')))
  const sizes = await Promise.all([...files].map(async file => gzipSync(await readFile(join(folder, file))).length))
  return sizes.reduce((sum, size) => sum + size, 0)
}
