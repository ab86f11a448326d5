import type { Passing } from './gate.ts'

/** The job that a request is about: it stands in the address, or in the answer to a claim. */
export function jobOf({ path }: Passing, answer: string | null): string | null {
  const inPath = /\/jobs\/([a-z0-9]{15})\b/.exec(path)?.[1]
  return inPath ?? (path === '/api/queue/claim' && answer?.includes('"claimToken":') ? (JSON.parse(answer) as { row: { id: string } }).row.id : null)
}
