import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'

/**
 * Fills the environment from `.env`, then `.env.local`, in the given folder; what is set already stays (so
 * environment > .env > .env.local). With `names` nothing else is taken over: a process gets only the secrets it needs.
 */
export function loadEnvFiles(environment: NodeJS.ProcessEnv, folder: string, names?: readonly string[]): void {
  for (const file of ['.env', '.env.local']) {
    const path = join(folder, file)
    if (!existsSync(path)) continue
    for (const [name, value] of Object.entries(parseEnv(readFileSync(path, 'utf8')))) {
      if (names === undefined || names.includes(name)) environment[name] ??= value
    }
  }
}
