import { resolve } from 'node:path'
import { readConfig } from '@f2l/common/config.ts'
import { readMasterKeys } from '@f2l/common/crypto.ts'
import { AppError, toAppError } from '@f2l/common/errors.ts'
import { loadEnvFiles } from '@f2l/common/load-env.ts'
import { makeLocalObjectStore } from '@f2l/common/local-object-store.ts'
import { stopSignal } from '@f2l/common/stop-signal.ts'
import { backupSettings } from './backup-settings.ts'
import { runBackup } from './run-backup.ts'

const root = resolve(import.meta.dirname, '../../..')

/** `npm run backup [-- --json]`: one backup now, beside a running product or a stopped one. Exit code 1 when anything could not be copied. */
async function main(): Promise<void> {
  loadEnvFiles(process.env, root, backupSettings)
  const config = readConfig(process.env, backupSettings)
  if (config.BACKUP_DIR === '') throw new AppError('config.invalid', 'BACKUP_DIR is not set: say in .env which folder backups go to, best one on another disk.')
  const { trouble, ...status } = await runBackup({
    backupDir: resolve(root, config.BACKUP_DIR), pocketBaseDir: resolve(root, config.PB_DATA_DIR), userDbsDir: resolve(root, config.USER_DBS_DIR),
    store: config.BACKUP_FILES === 'on' ? makeLocalObjectStore(resolve(root, config.OBJECT_STORE_DIR)) : null,
    masterKeys: readMasterKeys(config.AES_MASTER_KEY), keep: { days: config.BACKUP_KEEP_DAYS, weeks: config.BACKUP_KEEP_WEEKS }, signal: stopSignal(process),
  })
  for (const { of, why } of trouble) process.stderr.write(`! ${of}: ${why}\n`)
  process.stdout.write(process.argv.includes('--json') ? `${JSON.stringify(status)}\n`
    : `✓ backup ${status.name}: ${status.databases} databases (${status.databasesCopied} copied), ${status.objects} files (${status.objectsCopied} copied), ${(status.bytesWritten / 1e6).toFixed(1)} MB written, ${status.problems} problems\n`)
  process.exitCode = status.problems > 0 ? 1 : 0
}

await main().catch((error: unknown) => {
  process.stderr.write(`✗ ${toAppError(error).message}${error instanceof AppError ? '' : ` (${String(error)})`}\n`)
  process.exitCode = 1
})
process.exit()
