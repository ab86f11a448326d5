import Sqlite from 'better-sqlite3'

/**
 * Copies a live database, also somebody else's, as it is at one moment: page by page, so that nobody waits for it. It has a connection of
 * its own: those of the pool may be closed at any await. The copy is one file, without a log beside it.
 */
export async function copyLive(from: string, to: string): Promise<void> {
  const source = new Sqlite(from, { readonly: true, fileMustExist: true })
  try {
    // The moment is held: otherwise each write of another process would make the copy begin anew.
    source.exec('BEGIN')
    source.prepare('SELECT count(*) FROM sqlite_master').get()
    await source.backup(to)
  }
  finally {
    source.close()
  }
  inCopy(to, copy => copy.pragma('journal_mode = DELETE'))
}

/** Does something in a copy that nobody else has open. */
export function inCopy<T>(path: string, work: (copy: Sqlite.Database) => T): T {
  const copy = new Sqlite(path, { fileMustExist: true })
  try {
    return work(copy)
  }
  finally {
    copy.close()
  }
}
