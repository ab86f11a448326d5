import Sqlite from 'better-sqlite3'

/**
 * Copies a live database as it is at one moment, page by page, so that nobody waits for it; then takes out what opens something.
 * It has a connection of its own: those of the pool may be closed at any await.
 */
export async function copyWithoutSecrets(from: string, to: string): Promise<void> {
  const source = new Sqlite(from, { readonly: true, fileMustExist: true })
  try {
    await source.backup(to)
  }
  finally {
    source.close()
  }
  const copy = new Sqlite(to, { fileMustExist: true })
  try {
    copy.pragma('journal_mode = DELETE')
    copy.exec('DELETE FROM credentials; UPDATE share_rules SET password_hash = NULL; UPDATE api_keys SET hash = id; UPDATE fathom_webhooks SET token_hash = \'\'')
    // What was deleted would otherwise still stand in free pages.
    copy.exec('VACUUM')
  }
  finally {
    copy.close()
  }
}
