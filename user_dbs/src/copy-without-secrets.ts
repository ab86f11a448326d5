import { copyLive, inCopy } from './copy-live.ts'

/** Copies a live database and takes out what opens something. */
export async function copyWithoutSecrets(from: string, to: string): Promise<void> {
  await copyLive(from, to)
  inCopy(to, copy => {
    copy.exec('DELETE FROM credentials; UPDATE share_rules SET password_hash = NULL; UPDATE api_keys SET hash = id; UPDATE fathom_webhooks SET token_hash = \'\'')
    // What was deleted would otherwise still stand in free pages.
    copy.exec('VACUUM')
  })
}
