import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { loadEnvFile } from 'node:process'

/**
 * Fills `process.env` from `.env`, then `.env.local`, in the given folder; what is set already stays
 * (so environment > .env > .env.local). For `main.ts` files only.
 */
export function loadEnvFiles(folder: string): void {
  for (const name of ['.env', '.env.local']) {
    const path = join(folder, name)
    if (existsSync(path)) loadEnvFile(path)
  }
}
