import { resolve } from 'node:path'
import type { DoctorFinding } from '@f2l/common/contracts/doctor.ts'
import { readBackupStatus } from '../backup/backup-folder.ts'
import { projectFolder } from '../project-folder.ts'
import type { Patient } from './examine.ts'
import { bad, good, warn } from './finding.ts'

const name = 'Backups'
const lateAfterHours = 36

export async function examineBackups({ config }: Patient): Promise<DoctorFinding[]> {
  if (config.BACKUP_DIR === '') return [warn(name, 'None are made.', 'Set BACKUP_DIR to a folder on another disk, and keep a copy of .env elsewhere.')]
  const last = await readBackupStatus(resolve(projectFolder, config.BACKUP_DIR))
  if (!last) return [warn(name, 'None was made yet.', '`npm run backup` makes one now; the log of the web server says why the nightly one fails.')]
  const hours = Math.round((Date.now() - Date.parse(last.startedAt)) / 3600_000)
  if (hours > lateAfterHours) return [bad(name, `The last one is ${hours} hours old.`, '`npm run backup` makes one now and says what is wrong.')]
  if (last.problems > 0) return [bad(name, `The last one lacks ${last.problems} things.`, '`npm run backup` makes one now and names them.')]
  return [good(name, `The last one is ${hours} hours old: ${last.databases} databases, ${last.objects} files.`)]
}
