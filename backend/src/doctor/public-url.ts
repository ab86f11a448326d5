import type { DoctorFinding } from '@f2l/common/contracts/doctor.ts'
import type { Patient } from './examine.ts'
import { bad, good, warn } from './finding.ts'

const name = 'Public address'
const patienceMs = 8000

/** Asked from this machine: a firewall on the way from outside does not show here. */
export async function examinePublicUrl({ config, signal }: Patient): Promise<DoctorFinding[]> {
  const { PUBLIC_URL } = config
  const ask = (path: string) => fetch(PUBLIC_URL + path, { signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]), redirect: 'manual' })
  const isServed = await ask('/healthz').then(async answer => answer.ok && (await answer.text()).includes('"ok"'), () => false)
  if (!isServed) return [warn(name, `${PUBLIC_URL} does not answer from this machine, so links in mails may lead nowhere.`, 'Set PUBLIC_URL to the address that people use, and check the proxy in front.')]
  const isLocal = /^https?:\/\/(localhost|127\.|\[::1\])/.test(PUBLIC_URL)
  if (isLocal) return [warn(name, `${PUBLIC_URL} works on this machine only.`, 'Set PUBLIC_URL to an address that others can open, for links that you share.')]
  // A proxy that passes no X-Forwarded-For makes everybody look as if they sat at this machine.
  const isPanelOpen = await ask('/_/').then(answer => answer.ok, () => false)
  if (isPanelOpen) return [bad(name, `Through ${PUBLIC_URL} the admin panel can be reached from outside.`, 'Let the proxy in front answer 404 under /_/ and /api/ (but not /api/v1/) and pass on X-Forwarded-For, as nginx/default.conf does.')]
  if (PUBLIC_URL.startsWith('http:')) return [warn(name, `${PUBLIC_URL} is not encrypted.`, 'Put a proxy with a certificate in front (`npm run certificate` and nginx/default.conf are a start).')]
  return [good(name, `${PUBLIC_URL} answers.`)]
}
