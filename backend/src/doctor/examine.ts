import type { Config } from '@f2l/common/config.ts'
import type { DoctorFinding } from '@f2l/common/contracts/doctor.ts'
import type { PocketBaseClient } from '@f2l/common/pocketbase-client.ts'
import type { QueueProducer } from '@f2l/common/queue.ts'
import { examineBackups } from './backups.ts'
import { examineFolders } from './folders.ts'
import { examineMail } from './mail.ts'
import { examinePublicUrl } from './public-url.ts'
import { examineSecrets } from './secrets.ts'
import { examinePocketBase, examineWorkers } from './services.ts'
import { examineUserDatabases } from './user-databases.ts'
import { examineBrowser, examineEncoder, examineFfmpeg, examineFonts } from './tools.ts'

export interface Patient {
  config: Config
  client: PocketBaseClient
  queue: Pick<QueueProducer, 'counts'>
  signal: AbortSignal
}
/** Looks at one thing. What it throws becomes a finding too, by name only: an error may hold a secret. */
export type Examination = (patient: Patient) => Promise<DoctorFinding[]>

/** In the order in which they are shown: what stops everything first. */
const examinations: { name: string; look: Examination }[] = [
  { name: 'PocketBase', look: examinePocketBase },
  { name: 'Workers', look: examineWorkers },
  { name: 'People\'s databases', look: examineUserDatabases },
  { name: 'Public address', look: examinePublicUrl },
  { name: 'ffmpeg', look: examineFfmpeg },
  { name: 'Video encoder', look: examineEncoder },
  { name: 'Browser', look: examineBrowser },
  { name: 'Fonts', look: examineFonts },
  { name: 'Disk', look: examineFolders },
  { name: 'Backups', look: examineBackups },
  { name: 'Mail', look: examineMail },
  { name: 'Secrets', look: examineSecrets },
]

/** Everything this installation needs, looked at on this machine. Takes a few seconds at most; never throws and never tells a secret. */
export async function examine(patient: Patient): Promise<DoctorFinding[]> {
  const findings = await Promise.all(examinations.map(({ name, look }) => look(patient).catch((error: unknown): DoctorFinding[] => [{
    name, state: 'bad', detail: `It could not be looked at (${error instanceof Error ? error.name : 'unknown error'}).`, remedy: 'Look into the log of the web server, and run the doctor again.',
  }])))
  return findings.flat()
}
