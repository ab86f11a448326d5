import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'

let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'f2l-orphans-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

const sizeOf = (path: string): Promise<number> => stat(path).then(found => found.size, () => 0)

test('kill -9 of a worker leaves no ffmpeg behind', async () => {
  const drawn = join(folder, 'drawn.raw')
  const worker = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'orphan-fixture.main.ts'), drawn], { stdio: 'ignore' })
  await expect.poll(() => sizeOf(drawn), { timeout: 15_000 }).toBeGreaterThan(0)
  const exited = once(worker, 'exit')
  worker.kill('SIGKILL')
  await exited
  await sleep(500)
  const size = await sizeOf(drawn)
  await sleep(1500)
  expect(await sizeOf(drawn)).toBe(size)
}, 30_000)
