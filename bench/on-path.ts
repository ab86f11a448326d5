import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Where a program is that may be called by its name; undefined where it is not installed. */
export function onPath(program: string): string | undefined {
  return (process.env['PATH'] ?? '').split(delimiter).map(folder => join(folder, program)).find(path => existsSync(path))
}
