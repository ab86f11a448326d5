import { spawn } from 'node:child_process'

export interface Cost { wallSeconds: number; cpuSeconds: number }

/** Runs a program and counts its processor time with that of all it started (POSIX `times`). */
export function measure(command: string, args: string[]): Promise<Cost> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now()
    const child = spawn('sh', ['-c', '"$@" >/dev/null 2>&1; code=$?; times; exit $code', 'sh', command, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.on('data', bytes => { said += String(bytes) })
    child.on('error', reject)
    child.on('close', code => {
      if (code !== 0) reject(new Error(`${command} ended with ${code}`))
      else resolve({ wallSeconds: (performance.now() - startedAt) / 1000, cpuSeconds: childSeconds(said) })
    })
  })
}

/** The last line of `times` holds the children's user and system time: `0m1.23s 0m0.45s`. */
function childSeconds(said: string): number {
  const times = [...said.trim().split('\n').at(-1)!.matchAll(/(\d+)m([\d.]+)s/g)]
  return times.reduce((sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds), 0)
}

export function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!
}
