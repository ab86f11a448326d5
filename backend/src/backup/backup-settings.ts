import type { Config } from '@f2l/common/config.ts'

/** All that a backup needs to know; the process that makes one gets nothing else. */
export const backupSettings = ['BACKUP_DIR', 'BACKUP_FILES', 'BACKUP_KEEP_DAYS', 'BACKUP_KEEP_WEEKS', 'PB_DATA_DIR', 'USER_DBS_DIR', 'OBJECT_STORE_DIR', 'AES_MASTER_KEY'] as const

export function asEnvironment(config: Pick<Config, (typeof backupSettings)[number]>): Record<string, string> {
  return Object.fromEntries(backupSettings.map(name => [name, Array.isArray(config[name]) ? config[name].join(',') : String(config[name])]))
}
