import type { BackendDeps, Identity } from './deps.ts'

/** Who runs this installation: whoever is named in OPERATOR_EMAILS and confirmed that address, else whoever registered first. */
export async function isOperator({ config, identities }: Pick<BackendDeps, 'config' | 'identities'>, { id, email, isVerified }: Identity): Promise<boolean> {
  if (config.OPERATOR_EMAILS.length > 0) return isVerified && config.OPERATOR_EMAILS.includes(email.toLowerCase())
  return await identities.firstRegistered() === id
}
