import type { Config } from '@f2l/common/config.ts'
import { AppError } from '@f2l/common/errors.ts'

const secrets = ['JWT_SECRET', 'WORKER_SECRET', 'PB_ENCRYPTION_KEY', 'PB_ADMIN_PASSWORD'] as const
const fewestCharacters = { JWT_SECRET: 32, WORKER_SECRET: 32, PB_ENCRYPTION_KEY: 32, PB_ADMIN_PASSWORD: 12 }

/**
 * In production a secret that could be guessed stops the start. (AES_MASTER_KEY is checked everywhere, where it is read.)
 * @throws AppError `config.invalid`, naming every weak setting and never its value
 */
export function requireStrongSecrets(config: Pick<Config, 'NODE_ENV' | (typeof secrets)[number]>): void {
  if (config.NODE_ENV !== 'production') return
  const weak = weakSecrets(config)
  if (weak.length > 0) throw new AppError('config.invalid', `These secrets are too weak, or used twice, for production: ${weak.join(', ')}. \`openssl rand -hex 32\` makes a good one (PB_ENCRYPTION_KEY: \`openssl rand -hex 16\`).`)
}

/** The names of secrets that could be guessed or stand for two things at once. */
export function weakSecrets(config: Pick<Config, (typeof secrets)[number]>): string[] {
  return secrets.filter(name => isWeak(config[name], fewestCharacters[name]) || secrets.some(other => other !== name && config[other] === config[name]))
}

/** Too short, too few different characters, or a word that people leave in examples. */
function isWeak(secret: string, characters: number): boolean {
  return secret.length < characters || new Set(secret).size < 8 || /change.?me|example|password|secret|1234567|qwerty/i.test(secret)
}
