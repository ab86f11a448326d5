import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

let known: ReadonlySet<string> | null = null

/** One of the 3000 that are tried first, in any case of its letters. The list is read when it is first asked for. */
export function isCommonPassword(password: string): boolean {
  known ??= new Set(gunzipSync(readFileSync(new URL('common-passwords.txt.gz', import.meta.url))).toString('utf8').split('\n').filter(line => !line.startsWith('#')))
  return known.has(password.toLowerCase())
}
