import type { DoctorFinding } from '@f2l/common/contracts/doctor.ts'
import type { Patient } from './examine.ts'
import { good, warn } from './finding.ts'

const name = 'Public address'
const patienceMs = 8000

/** Asked from this machine: a firewall on the way from outside does not show here. */
export async function examinePublicUrl({ config, signal }: Patient): Promise<DoctorFinding[]> {
  const { PUBLIC_URL } = config
  const isServed = await fetch(`${PUBLIC_URL}/healthz`, { signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]), redirect: 'manual' })
    .then(async answer => answer.ok && (await answer.text()).includes('"ok"'), () => false)
  if (!isServed) return [warn(name, `${PUBLIC_URL} does not answer from this machine, so links in mails may lead nowhere.`, 'Set PUBLIC_URL to the address that people use, and check the proxy in front.')]
  const isLocal = /^https?:\/\/(localhost|127\.|\[::1\])/.test(PUBLIC_URL)
  if (isLocal) return [warn(name, `${PUBLIC_URL} works on this machine only.`, 'Set PUBLIC_URL to an address that others can open, for links that you share.')]
  if (PUBLIC_URL.startsWith('http:')) return [warn(name, `${PUBLIC_URL} is not encrypted.`, 'Put a proxy with a certificate in front (`npm run certificate` and nginx/default.conf are a start).')]
  return [good(name, `${PUBLIC_URL} answers.`)]
}
