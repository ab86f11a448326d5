import { resolve } from 'node:path'
import { readConfig, settings, type SettingName } from '@f2l/common/config.ts'
import { toAppError } from '@f2l/common/errors.ts'
import { logLastWords } from '@f2l/common/last-words.ts'
import { loadEnvFiles } from '@f2l/common/load-env.ts'
import { makeLogger } from '@f2l/common/log.ts'
import { stopSignal, whenAborted } from '@f2l/common/stop-signal.ts'
import { startBackend } from './start-backend.ts'

/** The backend as a process of its own, until a signal or the death of whoever started it. PocketBase is started by them. */
async function main(): Promise<void> {
  const stopped = whenAborted(stopSignal(process))
  loadEnvFiles(process.env, resolve(import.meta.dirname, '../..'))
  const log = makeLogger('backend', process.env.LOG_LEVEL || 'info')
  logLastWords(process, log)
  try {
    const config = readConfig(process.env, Object.keys(settings) as SettingName[])
    const backend = await Promise.race([startBackend(config, { log }), stopped])
    await stopped
    await backend?.stop()
  }
  catch (error) {
    log.fatal({ err: error }, 'the backend cannot run')
    process.stderr.write(`\n✗ ${toAppError(error).message}\n`)
    process.exitCode = 1
  }
  // Who listens for the end of the IPC channel is kept alive by it.
  process.exit()
}

await main()
