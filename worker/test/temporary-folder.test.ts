import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { newTemporaryFolder, sweepTemporaryFolders } from '@f2l/common/temporary-folder.ts'
import { startBrowser } from '../src/tools/browser.ts'
import { browser } from './barcode-recording.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'f2l-profiles-'))
  vi.stubEnv('TMPDIR', folder)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

test('a browser that is closed or killed leaves no profile', async () => {
  const [closed, killed] = [await startBrowser(browser), await startBrowser(browser)]
  expect((await readdir(folder)).filter(name => name.startsWith(`f2l-browser-${process.pid}-`))).toHaveLength(2)
  await closed.close()
  killed.process()!.kill('SIGKILL')
  await expect.poll(() => readdir(folder), { timeout: 20_000 }).toEqual([])
}, 60_000)

test('profiles of processes that are gone are swept, those of living ones and everything else stay', async () => {
  const { pid } = spawnSync('true')
  const gone = await mkdtemp(join(folder, `f2l-browser-${pid}-`))
  await writeFile(join(gone, 'Cookies'), '')
  const own = await newTemporaryFolder('browser')
  const other = await mkdtemp(join(folder, 'somebody-else-'))
  await sweepTemporaryFolders()
  expect((await readdir(folder)).map(name => join(folder, name)).sort()).toEqual([own, other].sort())
})
