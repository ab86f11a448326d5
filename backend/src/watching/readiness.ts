import { access, constants } from 'node:fs/promises'
import { dirname } from 'node:path'

export interface ReadinessOptions {
  pocketBaseUrl: string
  /** What is written to; one that is not there yet can be made. */
  folders: Record<string, string>
  signal: AbortSignal
}

/** An answer is good for so long: however often somebody asks, PocketBase is asked about once a second. */
const freshMs = 1000
const answerMs = 2000

/** Names what the backend waits for before it can serve; none when it can. */
export function makeReadiness(options: ReadinessOptions): () => Promise<string[]> {
  let last: { missing: Promise<string[]>; until: number } | undefined
  return () => {
    if (options.signal.aborted) return Promise.resolve(['stopping'])
    if (!last || last.until < performance.now()) last = { missing: look(options), until: performance.now() + freshMs }
    return last.missing
  }
}

async function look({ pocketBaseUrl, folders }: ReadinessOptions): Promise<string[]> {
  const hasPocketBase = fetch(`${pocketBaseUrl}/api/health`, { signal: AbortSignal.timeout(answerMs) }).then(answer => answer.ok, () => false)
  const looked = await Promise.all([
    hasPocketBase.then(isThere => isThere ? [] : ['pocketbase']),
    ...Object.entries(folders).map(async ([name, folder]) => await isWritable(folder) ? [] : [name]),
  ])
  return looked.flat()
}

async function isWritable(folder: string): Promise<boolean> {
  const problem = await access(folder, constants.W_OK).then(() => null, (error: NodeJS.ErrnoException) => error.code)
  if (problem === 'ENOENT' && dirname(folder) !== folder) return isWritable(dirname(folder))
  return problem === null
}
