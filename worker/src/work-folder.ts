import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { JobId } from '@f2l/common/contracts/ids.ts'
import { isAlive } from '@f2l/common/is-alive.ts'

/** Scratch folders of jobs, one a job. They outlive a crash, so that the next claim finds what finished stages made. */
export interface WorkFolders {
  /** The job's folder; another one while a process that lost the job still writes into it. */
  open(jobId: JobId): Promise<string>
  /** Nothing is done in it for now; it stays for the next attempt. */
  letGo(jobId: JobId): void
  remove(jobId: JobId): Promise<void>
  /** Removes what no worker will come back to. `listOver`: those of the jobs that are over. */
  sweep(listOver: (jobIds: string[]) => Promise<string[]>): Promise<void>
}

const ownerFile = '.owner'
/** A job is over, dead or forgotten long before this. */
const staleSeconds = 2 * 24 * 3600
/** Only what is named like ours is ever removed: the setting may point to a folder that holds more. */
const ownName = /^[a-z0-9]{15}(\.[0-9]+)?$/
const mostAtOnce = 500

export function makeWorkFolders(root: string): WorkFolders {
  const opened = new Map<string, string>()
  const inUse = new Set<string>()
  return {
    open: async jobId => {
      inUse.add(jobId)
      const usual = join(root, jobId)
      const path = await isTaken(usual) ? `${usual}.${process.pid}` : usual
      await mkdir(path, { recursive: true, mode: 0o700 })
      await writeFile(join(path, ownerFile), `${hostname()} ${process.pid}`)
      opened.set(jobId, path)
      return path
    },
    letGo: jobId => void inUse.delete(jobId),
    remove: async jobId => {
      const path = opened.get(jobId)
      opened.delete(jobId)
      inUse.delete(jobId)
      if (path !== undefined) await rm(path, { recursive: true, force: true })
    },
    sweep: listOver => sweep(root, inUse, listOver),
  }
}

/** Whether another living process of this machine has the folder: it was stopped past its lease and may go on. */
async function isTaken(path: string): Promise<boolean> {
  const [host, pid] = (await readFile(join(path, ownerFile), 'utf8').catch(() => '')).split(' ')
  return host === hostname() && Number(pid) !== process.pid && isAlive(Number(pid))
}

/** Made by a process of this machine: of another one nobody here knows whether it still writes. */
async function isOfHere(path: string): Promise<boolean> {
  return (await readFile(join(path, ownerFile), 'utf8').catch(() => '')).startsWith(`${hostname()} `)
}

async function sweep(root: string, inUse: ReadonlySet<string>, listOver: (jobIds: string[]) => Promise<string[]>): Promise<void> {
  await mkdir(root, { recursive: true, mode: 0o700 })
  const names = (await readdir(root)).filter(name => ownName.test(name)).slice(0, mostAtOnce)
  const over = new Set(await listOver([...new Set(names.map(jobOf))]))
  for (const name of names) {
    const path = join(root, name)
    if (await isStale(path) || over.has(jobOf(name)) && !inUse.has(jobOf(name)) && await isOfHere(path) && !await isTaken(path)) await rm(path, { recursive: true, force: true })
  }
}

function jobOf(name: string): string {
  return name.split('.')[0]!
}

async function isStale(path: string): Promise<boolean> {
  const owner = await stat(join(path, ownerFile)).catch(() => null)
  return owner !== null && Date.now() - owner.mtimeMs > staleSeconds * 1000
}
