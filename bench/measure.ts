import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { familyOf, statFields } from '../scripts/processes.ts'
import { childEnvironment } from '../worker/src/tools/child-environment.ts'

export interface Cost {
  wallSeconds: number
  cpuSeconds: number
  /** Of all its processes together, shared pages counted once; null where the system does not tell, or it was not asked for. */
  peakBytes: number | null
}

/** So many letters of what a program that failed said last. */
const keptComplaint = 2000

/** Runs a program and counts its processor time with that of all it started (POSIX `times`). Asking for memory costs a little time. */
export function measure(command: string, args: string[], { withMemory = false } = {}): Promise<Cost> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now()
    const child = spawn('sh', ['-c', '"$@" >/dev/null; code=$?; times; exit $code', 'sh', command, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: environmentOf(command) })
    const memory = withMemory ? watchMemory(child.pid!) : null
    let said = ''
    let complained = ''
    child.stderr.on('data', bytes => { complained = (complained + String(bytes)).slice(-keptComplaint) })
    child.stdout.on('data', bytes => { said += String(bytes) })
    child.on('error', reject)
    child.on('close', code => {
      const cost = { wallSeconds: (performance.now() - startedAt) / 1000, cpuSeconds: childSeconds(said), peakBytes: memory?.end() ?? null }
      if (code === 0) resolve(cost)
      else reject(new Error(`${command} ${args.join(' ').slice(0, 200)} ended with ${code}: ${complained}`))
    })
  })
}

/** What our own Node is set to (`scripts/bootstrap.mjs`) is not for others: an encoder is a third slower with it. */
function environmentOf(command: string): NodeJS.ProcessEnv {
  return command === process.execPath ? process.env : childEnvironment(process.env)
}

/** The last line of `times` holds the children's user and system time: `0m1.23s 0m0.45s`. */
function childSeconds(said: string): number {
  const times = [...said.trim().split('\n').at(-1)!.matchAll(/(\d+)m([\d.]+)s/g)]
  return times.reduce((sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds), 0)
}

/** A program of ours, on the Node and with the flags that this one runs with. */
export function measureOurs(program: string, args: string[], options?: { withMemory?: boolean }): Promise<Cost> {
  return measure(process.execPath, [...process.execArgv, program, ...args], options)
}

export function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!
}

const lookEveryMs = 400

/** Looks at a process and all that came from it (Linux). */
function watchMemory(pid: number): { end(): number | null } {
  let peak: number | null = null
  let isOver = false
  const look = async (): Promise<void> => {
    while (!isOver) {
      const bytes = await memoryOf((await familyOf(pid)).map(each => each.pid))
      if (bytes > 0) peak = Math.max(peak ?? 0, bytes)
      await new Promise(resolve => setTimeout(resolve, lookEveryMs))
    }
  }
  look().catch(() => { peak = null })
  return { end: () => { isOver = true; return peak } }
}

/** Bytes of these processes together, shared pages counted once (Linux). */
export async function memoryOf(pids: number[]): Promise<number> {
  const sizes = await Promise.all(pids.map(async pid => Number(/^Pss:\s+(\d+) kB/m.exec(await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => ''))?.[1] ?? 0)))
  return 1024 * sizes.reduce((sum, size) => sum + size, 0)
}

/** Linux counts processor time in hundredths of a second. */
const ticksPerSecond = 100

/** What these processes have computed since they began, their threads included, without what they started (Linux). */
export async function cpuSecondsOf(pids: number[]): Promise<number> {
  const stats = await Promise.all(pids.map(pid => readFile(`/proc/${pid}/stat`, 'utf8')))
  return stats.map(statFields).reduce((sum, field) => sum + Number(field[11]) + Number(field[12]), 0) / ticksPerSecond
}
