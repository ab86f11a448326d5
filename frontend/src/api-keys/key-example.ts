import type { ApiKeyView } from '@f2l/common/contracts/api-keys.ts'

/** A key at the moment when it is made. */
export interface Made { key: string; item: ApiKeyView }

/** A command that does something which this key may do. */
export function exampleOf({ key, item: { scopes } }: Made, origin: string): string {
  const call = `curl -H "Authorization: Bearer ${key}"`
  const recordings = `${origin}/api/v1/recordings`
  if (scopes.includes('read')) return `${call} ${recordings}`
  if (scopes.includes('convert')) return `${call} \\\n  -H "Content-Type: application/json" \\\n  -d '{"url":"https://fathom.video/share/…"}' \\\n  ${recordings}`
  return `${call} ${recordings}/rec_…/share`
}
