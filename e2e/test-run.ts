import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** For vitest: a folder of this run, in which `madeOnce` keeps what several test files start from. */
export default async function keepRunFolder(): Promise<() => Promise<void>> {
  const folder = process.env.TEST_RUN_DIR = await mkdtemp(join(tmpdir(), 'f2l-run-'))
  return () => rm(folder, { recursive: true, force: true })
}
