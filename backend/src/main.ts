import { resolve } from 'node:path'
import { readConfig, settings, type SettingName } from '@f2l/common/config.ts'
import { toAppError } from '@f2l/common/errors.ts'
import { loadEnvFiles } from '@f2l/common/load-env.ts'
import { makeLogger } from '@f2l/common/log.ts'
import { startBackend } from './start-backend.ts'

/** The backend as a process of its own, until SIGTERM or Ctrl-C. PocketBase is started by whoever starts this. */
async function main(): Promise<void> {
  loadEnvFiles(resolve(import.meta.dirname, '../..'))
  const log = makeLogger('backend', process.env.LOG_LEVEL || 'info')
  try {
    const config = readConfig(process.env, Object.keys(settings) as SettingName[])
    const backend = await startBackend(config, { log })
    await new Promise<void>(done => {
      for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => done())
    })
    await backend.stop()
  }
  catch (error) {
    log.fatal({ err: error }, 'the backend cannot run')
    process.stderr.write(`\n✗ ${toAppError(error).message}\n`)
    process.exitCode = 1
  }
}

await main()
