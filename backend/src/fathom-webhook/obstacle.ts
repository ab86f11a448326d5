import type { Config } from '@f2l/common/config.ts'
import { addressInHost, isLocalName, isPublicAddress } from '@f2l/common/address-rules.ts'

/**
 * Why Fathom cannot call this installation, in one sentence; null where it can, as far as the settings tell. A Fathom that the
 * operator set up on this machine or in this network (the demo's) calls what only it can reach.
 */
export function obstacleOf({ PUBLIC_URL, FATHOM_API_URL }: Pick<Config, 'PUBLIC_URL' | 'FATHOM_API_URL'>): string | null {
  const { hostname, host } = new URL(PUBLIC_URL)
  if (!isPrivateHost(hostname) || isPrivateHost(new URL(FATHOM_API_URL).hostname)) return null
  return `Fathom calls from the internet and cannot reach ${host}: whoever runs this installation has to give it a public address (PUBLIC_URL).`
}

/** This machine, a private address, a name without a dot, or one that only a local network knows. */
function isPrivateHost(hostname: string): boolean {
  const address = addressInHost(hostname)
  if (address !== null) return !isPublicAddress(address)
  return isLocalName(hostname) || !hostname.includes('.') || /\.(local|internal|lan|home|home\.arpa|test|invalid)\.?$/i.test(hostname)
}
