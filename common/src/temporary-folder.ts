import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isAlive } from './is-alive.ts'

/** What is done in it, so that whoever looks into the temporary folder knows. */
type Purpose = 'browser' | 'calibration' | 'captions' | 'encoder' | 'export' | 'graph' | 'look'
const ownName = /^f2l-[a-z]+-(\d+)-/

/** An empty folder in the system's temporary one, named after this process: what a killed one leaves is known by that. */
export function newTemporaryFolder(purpose: Purpose): Promise<string> {
  return mkdtemp(join(tmpdir(), `f2l-${purpose}-${process.pid}-`))
}

/** Chromium's last helpers may still write into theirs for a moment. */
export function removeTemporaryFolder(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}

/** Removes what processes that are gone have left. For the start of a process that makes such folders. */
export async function sweepTemporaryFolders(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = ownName.exec(name)?.[1]
    if (pid !== undefined && !isAlive(Number(pid))) await removeTemporaryFolder(join(tmpdir(), name))
  }
}
