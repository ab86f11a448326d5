import type { Request } from 'express'
import { readUserAgent } from './account/user-agent.ts'

/** From where somebody did something, as much of it as is kept. */
export interface ClientOrigin { userAgent: string; browser: string; system: string; network: string }

export function clientOrigin(request: Request): ClientOrigin {
  const userAgent = (request.headers['user-agent'] ?? '').slice(0, 300)
  const { browser, system } = readUserAgent(userAgent)
  return { userAgent, browser: browser ?? '', system: system ?? '', network: networkOf(request) }
}

/** One household, as far as an address tells: whoever has one IPv6 address usually has the whole /64. */
export function addressOf(request: Request): string {
  const address = plainAddress(request)
  return address.includes(':') ? `${groupsOf(address).slice(0, 4).join(':')}::/64` : address
}

/** Enough to tell one's own provider from a stranger's, and not enough to tell a household: /24, or /48 of IPv6. */
function networkOf(request: Request): string {
  const address = plainAddress(request)
  if (address.includes(':')) return `${groupsOf(address).slice(0, 3).join(':')}::/48`
  return /^\d+\.\d+\.\d+\.\d+$/.test(address) ? `${address.slice(0, address.lastIndexOf('.'))}.0/24` : ''
}

function plainAddress({ ip }: Request): string {
  return (ip ?? 'unknown').replace(/^::ffff:(?=\d+\.)/, '')
}

/** All eight groups of an IPv6 address. */
function groupsOf(address: string): string[] {
  const [head = '', tail = ''] = address.split('::')
  const left = head.split(':').filter(Boolean)
  const right = address.includes('::') ? tail.split(':').filter(Boolean) : []
  return [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
}
