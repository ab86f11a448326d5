import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The secrets every installation makes for itself. PocketBase wants exactly 32 characters. */
const secretMakers = {
  AES_MASTER_KEY: () => randomBytes(32).toString('base64'),
  JWT_SECRET: () => randomBytes(48).toString('base64url'),
  WORKER_SECRET: () => randomBytes(48).toString('base64url'),
  PB_ENCRYPTION_KEY: () => randomBytes(16).toString('hex'),
  PB_ADMIN_PASSWORD: () => randomBytes(18).toString('base64url'),
}

/**
 * Makes `.env` (mode 0600) with random secrets, or adds the secrets that an older one lacks.
 * A value that is there is never changed.
 */
export function ensureEnvFile({ root, say }) {
  const path = join(root, '.env')
  const before = existsSync(path) ? readFileSync(path, 'utf8') : null
  const missing = Object.keys(secretMakers).filter(name => !new RegExp(`^${name}=.+`, 'm').test(before ?? ''))
  if (before !== null && missing.length === 0) return
  const lines = missing.map(name => `${name}=${secretMakers[name]()}`)
  const head = before ?? '# Secrets of this installation, made by the bootstrap. Keep a copy of AES_MASTER_KEY: without it stored keys cannot be read.\n# Every setting with its default: .env.example\n'
  writeFileSync(path, `${head.replace(/\n*$/, '\n')}${lines.join('\n')}\n`, { mode: 0o600 })
  chmodSync(path, 0o600)
  say(before === null ? 'made .env with random secrets (readable by you only)' : `added ${missing.join(', ')} to .env`)
}
