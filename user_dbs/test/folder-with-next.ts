import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { migrationsFolder } from '@f2l/user-dbs/migrate.ts'

/** The project's migrations and one more, as a later version of the code would have them. */
export function folderWithNext(folder: string, sql: string): string {
  cpSync(migrationsFolder, folder, { recursive: true })
  const journalFile = join(folder, 'meta/_journal.json')
  const journal = JSON.parse(readFileSync(journalFile, 'utf8')) as { entries: object[] }
  journal.entries.push({ idx: journal.entries.length, version: '6', when: 2_000_000_000_000, tag: '9999_next', breakpoints: true })
  writeFileSync(journalFile, JSON.stringify(journal))
  writeFileSync(join(folder, '9999_next.sql'), sql)
  return folder
}
