import { access, mkdir, rename, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'

const longestMs = 400_000

/**
 * A folder that is filled once in a run of tests: whoever asks first fills it, everybody else waits. Nobody may change it.
 * @throws what `fill` throws; the next who asks tries again
 */
export async function madeOnce(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(process.env.TEST_RUN_DIR!, name)
  const lock = `${folder}.lock`
  const giveUp = Date.now() + longestMs
  for (;;) {
    if (await isThere(folder)) return folder
    if (await takes(lock)) break
    if (Date.now() > giveUp) throw new Error(`${name} was not made in time`)
    await new Promise(done => setTimeout(done, 250))
  }
  try {
    if (!await isThere(folder)) await fillWhole(folder, fill)
    return folder
  } finally {
    await rmdir(lock)
  }
}

async function fillWhole(folder: string, fill: (folder: string) => Promise<void>): Promise<void> {
  const part = `${folder}.part`
  await rm(part, { recursive: true, force: true })
  await mkdir(part, { recursive: true })
  await fill(part)
  await rename(part, folder)
}

const isThere = (path: string): Promise<boolean> => access(path).then(() => true, () => false)
const takes = (lock: string): Promise<boolean> => mkdir(lock).then(() => true, () => false)
