import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { JobId } from '@f2l/common/contracts/ids.ts'

/** Scratch folders of jobs, one a job. They outlive a crash, so that the next claim finds what finished stages made. */
export interface WorkFolders {
  /** The job's folder; another one while a process that lost the job still writes into it. */
  open(jobId: JobId): Promise<string>
  remove(jobId: JobId): Promise<void>
  /** Removes what no worker will come back to. For the start of a worker. */
  sweep(): Promise<void>
}

const ownerFile = '.owner'
/** A job is over, dead or forgotten long before this. */
const staleSeconds = 2 * 24 * 3600
/** Only what is named like ours is ever removed: the setting may point to a folder that holds more. */
const ownName = /^[a-z0-9]{15}(\.[0-9]+)?$/

export function makeWorkFolders(root: string): WorkFolders {
  const opened = new Map<string, string>()
  return {
    open: async jobId => {
      const usual = join(root, jobId)
      const path = await isTaken(usual) ? `${usual}.${process.pid}` : usual
      await mkdir(path, { recursive: true, mode: 0o700 })
      await writeFile(join(path, ownerFile), `${hostname()} ${process.pid}`)
      opened.set(jobId, path)
      return path
    },
    remove: async jobId => {
      const path = opened.get(jobId)
      opened.delete(jobId)
      if (path !== undefined) await rm(path, { recursive: true, force: true })
    },
    sweep: () => sweep(root),
  }
}

/** Whether another living process of this machine has the folder: it was stopped past its lease and may go on. */
async function isTaken(path: string): Promise<boolean> {
  const [host, pid] = (await readFile(join(path, ownerFile), 'utf8').catch(() => '')).split(' ')
  return host === hostname() && Number(pid) !== process.pid && isAlive(Number(pid))
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function sweep(root: string): Promise<void> {
  await mkdir(root, { recursive: true, mode: 0o700 })
  for (const name of await readdir(root)) {
    const path = join(root, name)
    if (ownName.test(name) && await isStale(path)) await rm(path, { recursive: true, force: true })
  }
}

async function isStale(path: string): Promise<boolean> {
  const owner = await stat(join(path, ownerFile)).catch(() => null)
  return owner !== null && Date.now() - owner.mtimeMs > staleSeconds * 1000
}
