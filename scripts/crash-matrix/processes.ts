import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

/** A process and when it began, so that another one that gets its number later is not taken for it. Linux only. */
export interface Known { pid: number; startedAt: string }

interface Stat extends Known { parent: number }

/** A process with all that it started, and they started. */
export async function familyOf(pid: number): Promise<Known[]> {
  const all = await listProcesses()
  const family = new Set([pid])
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

/** Processes whose command line or environment names this text. */
export async function mentioning(text: string): Promise<string[]> {
  const found: string[] = []
  for (const { pid } of await listProcesses()) {
    if (pid === process.pid) continue
    const said = await Promise.all(['cmdline', 'environ'].map(name => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '')))
    if (said.some(part => part.includes(text))) found.push(`${pid} ${said[0]!.replaceAll('\0', ' ').slice(0, 120)}`)
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

/** The name in brackets may hold anything; what follows it does not. Zombies are dead, only not yet fetched. */
function parseStat(line: string): Stat[] {
  const [state, parent, ...rest] = line.slice(line.lastIndexOf(')') + 2).split(' ')
  return line === '' || state === 'Z' ? [] : [{ pid: Number.parseInt(line), parent: Number(parent), startedAt: rest[17]! }]
}
