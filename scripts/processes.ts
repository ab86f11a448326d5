import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

/** A process and when it began, so that another one that gets its number later is not taken for it. Linux only. */
export interface Known { pid: number; startedAt: string }

interface Stat extends Known { parent: number }

/** A process with all that it started, and they started. */
export async function familyOf(pid: number): Promise<Known[]> {
  const all = await listProcesses()
  const family = new Set([pid])
  // Children may have lower numbers than their parents: until nobody new is found.
  for (let size = 0; size < family.size;) {
    size = family.size
    for (const each of all) if (family.has(each.parent)) family.add(each.pid)
  }
  return all.filter(each => family.has(each.pid))
}

/** Those of them that still live after so many seconds; sooner where none does. */
export async function survivors(known: readonly Known[], withinSeconds: number): Promise<Known[]> {
  for (const giveUpAt = performance.now() + 1000 * withinSeconds; ;) {
    const living = new Set((await listProcesses()).map(nameOf))
    const left = known.filter(each => living.has(nameOf(each)))
    if (left.length === 0 || performance.now() > giveUpAt) return left
    await sleep(50)
  }
}

/** A process with its command line and environment as the kernel has them; both are empty for one that has ended meanwhile. */
export interface SeenProcess { pid: number; command: string; environment: string }

export async function lookAt(pid: number): Promise<SeenProcess> {
  const [command, environment] = await Promise.all(['cmdline', 'environ'].map(name => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '')))
  return { pid, command: command!, environment: environment! }
}

/** All processes that one started, and they started. */
export async function processesBelow(ancestor: number): Promise<SeenProcess[]> {
  return Promise.all((await familyOf(ancestor)).filter(({ pid }) => pid !== ancestor).map(({ pid }) => lookAt(pid)))
}

/** Processes whose command line or environment names this text. */
export async function mentioning(text: string): Promise<string[]> {
  const found: string[] = []
  for (const { pid } of await listProcesses()) {
    if (pid === process.pid) continue
    const { command, environment } = await lookAt(pid)
    if (command.includes(text) || environment.includes(text)) found.push(`${pid} ${command.replaceAll('\0', ' ').slice(0, 120)}`)
  }
  return found
}

function nameOf({ pid, startedAt }: Known): string {
  return `${pid} ${startedAt}`
}

async function listProcesses(): Promise<Stat[]> {
  const names = (await readdir('/proc')).filter(name => /^\d+$/.test(name))
  const stats = await Promise.all(names.map(name => readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')))
  return stats.flatMap(parseStat)
}

/** Zombies are dead, only not yet fetched. */
function parseStat(line: string): Stat[] {
  const [state, parent, ...rest] = statFields(line)
  return line === '' || state === 'Z' ? [] : [{ pid: Number.parseInt(line), parent: Number(parent), startedAt: rest[17]! }]
}

/** The fields of `/proc/…/stat` from the state on. The name in brackets before it may hold anything; what follows does not. */
export function statFields(line: string): string[] {
  return line.slice(line.lastIndexOf(')') + 2).split(' ')
}
