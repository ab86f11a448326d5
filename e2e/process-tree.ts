import { readdir, readFile } from 'node:fs/promises'

export interface SeenProcess { pid: number; command: string; environment: string }

/** All processes below one, with their command lines and environments as the kernel has them. Linux only. */
export async function processesBelow(ancestor: number): Promise<SeenProcess[]> {
  const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name)).map(Number)
  const parents = new Map(await Promise.all(pids.map(async pid => [pid, await parentOf(pid)] as const)))
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid)
    return parent !== undefined && parent > 1 && (parent === ancestor || isBelow(parent))
  }
  return Promise.all(pids.filter(isBelow).map(async pid => ({ pid, command: await read(pid, 'cmdline'), environment: await read(pid, 'environ') })))
}

async function parentOf(pid: number): Promise<number | undefined> {
  const stat = await read(pid, 'stat')
  // The name stands in brackets and may hold anything.
  return stat === '' ? undefined : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}

/** Empty for one that has ended meanwhile. */
function read(pid: number, file: string): Promise<string> {
  return readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')
}
