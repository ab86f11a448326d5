import ipaddr from 'ipaddr.js'

/** Public IPv6 addresses are handed out from here only; all else is local, mapped or reserved (RFC 4291, IANA). */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3') as [ipaddr.IPv6, number]

/**
 * May a stranger's link make us connect to this address? Only ordinary public unicast addresses may:
 * loopback, private, link-local, shared, benchmark, multicast, reserved, IPv4 in disguise (mapped, NAT64, 6to4,
 * Teredo) and anything that is no address at all are refused.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  return parsed.kind() === 'ipv4' || (parsed as ipaddr.IPv6).match(globalUnicast)
}

/** The address inside a URL's host, or null where the host is a name. `URL` has already undone 0x7f.1 and the like. */
export function addressInHost(hostname: string): string | null {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
  return ipaddr.isValid(bare) ? bare : null
}

/** Names that mean this machine whatever a resolver says (RFC 6761). */
export function isLocalName(hostname: string): boolean {
  return /(^|\.)localhost\.?$/i.test(hostname)
}
