import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import type { Config } from '@f2l/common/config.ts'
import { everySoOften } from '@f2l/common/every-so-often.ts'
import type { Logger } from '@f2l/common/log.ts'
import { projectFolder } from '../project-folder.ts'
import { readBackupStatus } from './backup-folder.ts'
import { asEnvironment } from './backup-settings.ts'

const dayMs = 24 * 3600_000
const firstAfterMs = 60_000
const lookEveryMs = 5 * 60_000
const afterFailureMs = 3600_000

interface NightlyDeps { config: Config; log: Logger; signal: AbortSignal }

/** Makes a backup once a night, in a process of its own; a night that was slept through is made up for. Ends with the signal. */
export async function keepBackingUp(deps: NightlyDeps): Promise<void> {
  if (deps.config.BACKUP_DIR === '') return
  await everySoOften(() => backUpIfDue(deps), {
    firstAfterMs, everyMs: lookEveryMs, signal: deps.signal, onProblem: error => deps.log.error({ err: error }, 'it could not be told whether a backup is due'),
  })
}

/** @returns the pause until it is looked again, in milliseconds */
async function backUpIfDue({ config, log, signal }: NightlyDeps): Promise<number> {
  // A folder that is away for a moment counts as one without a backup.
  const last = await readBackupStatus(resolve(projectFolder, config.BACKUP_DIR)).catch(() => null)
  if (!isBackupDue(last?.startedAt ?? null, new Date(), config.BACKUP_HOUR)) return lookEveryMs
  const code = await makeBackup(config, signal).catch((error: unknown) => error)
  if (code === 0 || signal.aborted) return lookEveryMs
  log.error({ code }, 'the backup failed or lacks something; the lines above say what')
  return afterFailureMs
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
