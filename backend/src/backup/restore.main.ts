import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '@f2l/common/config.ts'
import { readMasterKeys } from '@f2l/common/crypto.ts'
import { AppError, toAppError } from '@f2l/common/errors.ts'
import { loadEnvFiles } from '@f2l/common/load-env.ts'
import { backupFolder, listBackups } from './backup-folder.ts'
import { restoreBackup, type Restored } from './restore-backup.ts'

const root = resolve(import.meta.dirname, '../../..')
const names = ['BACKUP_DIR', 'AES_MASTER_KEY'] as const
const usage = '`npm run restore -- --list`, or `npm run restore -- <backup|newest> --to <empty folder>`'

/** Brings a backup back into an empty folder; nothing that is in use is touched. */
async function main(): Promise<void> {
  loadEnvFiles(process.env, root, names)
  const config = readConfig(process.env, names)
  if (config.BACKUP_DIR === '') throw new AppError('config.invalid', 'BACKUP_DIR is not set: say in .env which folder the backups are in.')
  const backupDir = resolve(root, config.BACKUP_DIR)
  const { values, positionals: [backup] } = parseArgs({ allowPositionals: true, options: { to: { type: 'string' }, list: { type: 'boolean' } } })
  if (values.list) return void process.stdout.write(`${(await listBackups(backupFolder(backupDir))).join('\n')}\n`)
  if (backup === undefined || values.to === undefined) throw new AppError('input.invalid', `Please say which backup and whereto: ${usage}.`)
  const to = resolve(values.to)
  process.stdout.write(inWords(await restoreBackup({ backupDir, backup, to, masterKeys: readMasterKeys(config.AES_MASTER_KEY) }), to))
}

function inWords({ name, databases, objects, shredded, problems }: Restored, to: string): string {
  return [
    `✓ backup ${name} is in ${to}: ${databases} databases, ${objects === null ? 'no recordings and videos (they were not backed up)' : `${objects} files`}`,
    ...shredded > 0 ? [`  ${shredded} people had deleted their account since: nothing of theirs came back`] : [],
    ...problems.map(({ of, why }) => `! when it was made, ${of} could not be copied: ${why}`),
    'To use it, stop the product, put these lines into .env, and start it:',
    `PB_DATA_DIR=${to}/pb_data`, `USER_DBS_DIR=${to}/user_dbs`, ...objects === null ? [] : [`OBJECT_STORE_DIR=${to}/objects`],
    'AES_MASTER_KEY and PB_ENCRYPTION_KEY must be those of the installation that made the backup.', '',
  ].join('\n')
}

await main().catch((error: unknown) => {
  process.stderr.write(`✗ ${toAppError(error).message}${error instanceof AppError ? '' : ` (${String(error)})`}\n`)
  process.exitCode = 1
})
process.exit()
