import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '@f2l/common/config.ts'
import type { Logger } from '@f2l/common/log.ts'
import { readBackupStatus } from './backup-folder.ts'
import { asEnvironment } from './backup-settings.ts'

const projectFolder = resolve(import.meta.dirname, '../../..')
const dayMs = 24 * 3600_000
const firstAfterMs = 60_000
const lookEveryMs = 5 * 60_000
const afterFailureMs = 3600_000

interface NightlyDeps { config: Config; log: Logger; signal: AbortSignal }

/** Makes a backup once a night, in a process of its own; a night that was slept through is made up for. Ends with the signal. */
export async function keepBackingUp({ config, log, signal }: NightlyDeps): Promise<void> {
  if (config.BACKUP_DIR === '') return
  const backupDir = resolve(projectFolder, config.BACKUP_DIR)
  for (let wait = firstAfterMs; await pause(wait, signal);) {
    wait = lookEveryMs
    // A folder that is away for a moment must not end the nights to come.
    const last = await readBackupStatus(backupDir).catch(() => null)
    if (!isBackupDue(last?.startedAt ?? null, new Date(), config.BACKUP_HOUR)) continue
    const code = await makeBackup(config, signal).catch((error: unknown) => error)
    if (code === 0 || signal.aborted) continue
    log.error({ code }, 'the backup failed or lacks something; the lines above say what')
    wait = afterFailureMs
  }
}

/** Whether none was begun since the hour of the last night, in UTC. */
export function isBackupDue(lastStartedAt: string | null, now: Date, hour: number): boolean {
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate(), hour)
  const planned = today <= now.getTime() ? today : today - dayMs
  return lastStartedAt === null || Date.parse(lastStartedAt) < planned
}

async function makeBackup(config: Config, signal: AbortSignal): Promise<unknown> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'backup.main.ts'), '--json'], {
    env: asEnvironment(config), stdio: ['ignore', 'inherit', 'inherit'], signal,
  })
  return (await once(child, 'exit'))[0]
}

/** False when the signal ended it. */
async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  return sleep(ms, true, { signal, ref: false }).catch((error: unknown) => {
    if (signal.aborted) return false
    throw error
  })
}
