import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { userId, type UserId } from '@f2l/common/contracts/ids.ts'
import { migrate, readMigrations } from '@f2l/user-dbs/migrate.ts'

export function numberedUser(number: number): UserId {
  return userId.parse(`user${String(number).padStart(11, '0')}`)
}

/** Files and rows of many people in a moment: one small file, copied with another owner each, and nothing flushed. */
export function writeManyFiles(folder: string, registryPath: string, count: number): void {
  const bytes = oneFile(join(folder, 'one.db'))
  const places = placesOf(bytes, numberedUser(0))
  const registry = new Sqlite(registryPath)
  const insert = registry.prepare('INSERT INTO registry (userId, name, day, seq, status, wrappedKey, keyId, schemaVersion) VALUES (?, ?, \'2026-01-15\', ?, \'ready\', \'\', \'\', ?)')
  const version = readMigrations().length
  registry.transaction(() => {
    for (let number = 0; number < count; number++) {
      const id = numberedUser(number)
      const name = `2026-01-15-${String(number + 1).padStart(3, '0')}-person`
      for (const place of places) bytes.write(id, place, 'latin1')
      writeFileSync(join(folder, `${name}.db`), bytes)
      insert.run(id, name, number + 1, version)
    }
  })()
  registry.close()
}

function oneFile(path: string): Buffer {
  const sqlite = new Sqlite(path)
  // Thousands of files with pages of the usual size would be a gigabyte.
  sqlite.pragma('page_size = 512')
  migrate(sqlite, readMigrations())
  sqlite.prepare('INSERT INTO database_owner VALUES (?, \'one\', \'2026-01-15\')').run(numberedUser(0))
  sqlite.pragma('journal_mode = WAL')
  sqlite.close()
  return readFileSync(path)
}

/** In the table and in the index of its key. */
function placesOf(bytes: Buffer, id: string): number[] {
  const places = []
  for (let place = bytes.indexOf(id); place >= 0; place = bytes.indexOf(id, place + 1)) places.push(place)
  return places
}
