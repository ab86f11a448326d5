import { Gauge, type Registry } from 'prom-client'
import type { BackupStatus } from '../backup/backup-folder.ts'

/** How old the last backup is, and whether it is whole. Where none is set up or was made, nothing is told. */
export function countBackups(registry: Registry, readStatus: () => Promise<BackupStatus | null>): void {
  const tell = (name: string, help: string, valueOf: (status: BackupStatus) => number): Gauge => new Gauge({
    name, help, registers: [registry],
    async collect() {
      // A folder that is away says no less than one that is empty.
      const status = await readStatus().catch(() => null)
      this.remove()
      if (status) this.set(valueOf(status))
    },
  })
  tell('f2l_backup_age_seconds', 'Since the last backup that came to its end was begun', ({ startedAt }) => (Date.now() - Date.parse(startedAt)) / 1000)
  tell('f2l_backup_problems', 'What the last backup lacks', ({ problems }) => problems)
}
