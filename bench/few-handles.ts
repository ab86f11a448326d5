import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export interface Opened { failed: number; mostHandles: number; mostOpen: number; perSecond: number }

const program = fileURLToPath(new URL('few-handles.main.ts', import.meta.url))

/** What a process that may have 256 files open at once makes of so many databases. */
export async function openWithFewHandles(folder: string, registryPath: string, count: number): Promise<Opened> {
  const { stdout } = await promisify(execFile)('/bin/sh', ['-c', 'ulimit -n 256 && exec "$0" "$@"', process.execPath, ...process.execArgv, program, folder, registryPath, String(count)])
  return JSON.parse(stdout) as Opened
}
