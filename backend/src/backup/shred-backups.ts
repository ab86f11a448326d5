import { resolve } from 'node:path'
import type { Config } from '@f2l/common/config.ts'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { projectFolder } from '../project-folder.ts'
import { backupFolder } from './backup-folder.ts'
import { BackupKeys } from './backup-keys.ts'


/** Makes every backup of this person unreadable. A folder that is away is seen to by the next backup, from the audit log. */
export function shredBackups({ BACKUP_DIR }: Pick<Config, 'BACKUP_DIR'>, userId: UserId): void {
  if (BACKUP_DIR === '') return
  const keys = BackupKeys.ifThere(backupFolder(resolve(projectFolder, BACKUP_DIR)).keys)
  try {
    keys?.shred([userId])
  }
  finally {
    keys?.close()
  }
}
