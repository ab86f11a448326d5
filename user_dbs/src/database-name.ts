/** Names of user databases: `yyyy-mm-dd-XXX-username`. Computed once by the registry, looked up by user id ever after. */

const longestUsername = 32
const pattern = /^\d{4}-\d{2}-\d{2}-\d{3,}-[a-z0-9-]{1,32}$/

/** What stands before the @, cleaned to `[a-z0-9-]`, 1–32 characters; `user` where nothing is left. */
export function usernameOf(email: string): string {
  const at = email.lastIndexOf('@')
  const prefix = at < 0 ? email : email.slice(0, at)
  const cleaned = prefix.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+/, '')
  return cleaned.slice(0, longestUsername).replace(/-+$/, '') || 'user'
}

/** `day` is the UTC day of creation as yyyy-mm-dd; `sequence` counts that day's databases from 1. */
export function databaseName(day: string, sequence: number, username: string): string {
  return `${day}-${String(sequence).padStart(3, '0')}-${username}`
}

/** Only a name of exactly this form may become part of a path. */
export function isDatabaseName(name: string): boolean {
  return pattern.test(name)
}
