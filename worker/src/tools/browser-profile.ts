import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isAlive } from './is-alive.ts'

const ownName = /^f2l-browser-(\d+)-/

/** An empty folder for one session of Chromium, named after this process: what a killed one leaves is known by that. */
export function newBrowserProfile(): Promise<string> {
  return mkdtemp(join(tmpdir(), `f2l-browser-${process.pid}-`))
}

/** Chromium's last helpers may still write for a moment. */
export function removeBrowserProfile(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}

/** Removes what processes that are gone have left. For the start of a worker. */
export async function sweepBrowserProfiles(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = ownName.exec(name)?.[1]
    if (pid !== undefined && !isAlive(Number(pid))) await removeBrowserProfile(join(tmpdir(), name))
  }
}
