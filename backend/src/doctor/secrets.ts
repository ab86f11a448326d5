import type { DoctorFinding } from '@f2l/common/contracts/doctor.ts'
import { weakSecrets } from '../strong-secrets.ts'
import type { Patient } from './examine.ts'
import { good, warn } from './finding.ts'

/** By name only. In production weak ones stop the start, so here they are a warning. */
export async function examineSecrets({ config }: Patient): Promise<DoctorFinding[]> {
  const weak = weakSecrets(config)
  const strength = weak.length === 0
    ? good('Secrets', 'None can be guessed, and none is used twice.')
    : warn('Secrets', `Weak, or used twice: ${weak.join(', ')}.`, 'Put new ones into .env (`openssl rand -hex 32`; PB_ENCRYPTION_KEY: `openssl rand -hex 16`) and start again.')
  if (config.NODE_ENV === 'production') return [strength]
  return [strength, warn('Mode', `NODE_ENV is ${config.NODE_ENV}, so weak secrets would not stop a start.`, 'Set NODE_ENV to production where others can reach this installation.')]
}
