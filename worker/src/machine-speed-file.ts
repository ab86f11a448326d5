import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { machineSpeed, type MachineSpeed } from '@f2l/common/contracts/machine-speed.ts'
import { isAlive } from '@f2l/common/is-alive.ts'
import type { SpeedOwner } from './tools/calibrate.ts'

export interface MachineSpeedFile {
  /** What was measured, if it still holds. */
  read(signal: AbortSignal): Promise<MachineSpeed | null>
  /** The same; what is missing is measured first. Null while another process measures. */
  measured(signal: AbortSignal): Promise<MachineSpeed | null>
}

export interface SpeedMeter {
  /** Absolute; its folder is made. */
  path: string
  owner(signal: AbortSignal): Promise<SpeedOwner>
  measure(signal: AbortSignal): Promise<MachineSpeed>
  now?: () => number
}

/** Drivers, clocks and neighbours change without a word. */
const longestValidMs = 30 * 24 * 3600 * 1000
/** A process that measures for so long hangs. */
const abandonedMs = 120_000

/** Two measurements at once would measure each other: a lock beside the file lets one process in. */
export function makeMachineSpeedFile({ path, owner, measure, now = Date.now }: SpeedMeter): MachineSpeedFile {
  const read = async (signal: AbortSignal): Promise<MachineSpeed | null> => {
    const known = parse(await readFile(path, 'utf8').catch(() => ''))
    if (known === null || Math.abs(now() - Date.parse(known.measuredAt)) > longestValidMs) return null
    const { ffmpegVersion, encoder, cores, processes } = await owner(signal)
    return known.ffmpegVersion === ffmpegVersion && known.encoder === encoder && known.cores === cores && known.processes === processes ? known : null
  }
  const measured = async (signal: AbortSignal): Promise<MachineSpeed | null> => {
    const known = await read(signal)
    if (known) return known
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    return alone(`${path}.lock`, async () => {
      const speed = await measure(signal)
      const part = `${path}.${process.pid}.part`
      await writeFile(part, `${JSON.stringify(speed, null, 2)}\n`)
      await rename(part, path)
      return speed
    })
  }
  return { read, measured }
}

function parse(text: string): MachineSpeed | null {
  try {
    return machineSpeed.safeParse(JSON.parse(text)).data ?? null
  } catch {
    // Empty or half a file: it is measured again.
    return null
  }
}

async function alone<T>(lock: string, work: () => Promise<T>): Promise<T | null> {
  if (await isAbandoned(lock)) await rm(lock, { force: true })
  const isOurs = await writeFile(lock, String(process.pid), { flag: 'wx' }).then(() => true, (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
    return false
  })
  if (!isOurs) return null
  try {
    return await work()
  } finally {
    await rm(lock, { force: true })
  }
}

/** Whoever measured was killed, or hangs. One that has not yet written down who it is measures. */
async function isAbandoned(lock: string): Promise<boolean> {
  const held = await stat(lock).catch(() => null)
  if (held === null) return false
  const pid = Number(await readFile(lock, 'utf8').catch(() => ''))
  return Date.now() - held.mtimeMs > abandonedMs || pid > 0 && !isAlive(pid)
}
