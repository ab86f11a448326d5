import type { DoctorFinding } from '@f2l/common/contracts/doctor.ts'
import { weakSecrets } from '../strong-secrets.ts'
import type { Patient } from './examine.ts'
import { good, warn } from './finding.ts'

/** By name only. In production weak ones stop the start, so here they are a warning. */
export async function examineSecrets({ config }: Patient): Promise<DoctorFinding[]> {
  const weak = weakSecrets(config)
  const strength = weak.length === 0
    ? good('Secrets', 'None can be guessed, and none is used twice.')
    : warn('Secrets', `Weak, or used twice: ${weak.join(', ')}.`, remedyFor(weak))
  const found = [strength, ...masterKeyFindings(config.AES_MASTER_KEY.length)]
  if (config.NODE_ENV === 'production') return found
  return [...found, warn('Mode', `NODE_ENV is ${config.NODE_ENV}, so weak secrets would not stop a start.`, 'Set NODE_ENV to production where others can reach this installation.')]
}

function masterKeyFindings(keys: number): DoctorFinding[] {
  if (keys === 1) return []
  return [warn('Master key', `AES_MASTER_KEY holds ${keys} keys.`, 'Finish the change: `npm run keys -- rotate`, then take the older ones out of .env and start again (docs/operations.md).')]
}

/** PocketBase refuses to start with another key than the one that its settings were encrypted with. */
function remedyFor(weak: string[]): string {
  const changeable = weak.filter(name => name !== 'PB_ENCRYPTION_KEY')
  if (changeable.length === 0) return 'PB_ENCRYPTION_KEY can be changed only before the first start; keep the data folder of PocketBase where nobody else can read it.'
  return `Put new values of ${changeable.join(', ')} into .env (\`openssl rand -hex 32\`) and start again; everybody has to sign in anew.`
}
