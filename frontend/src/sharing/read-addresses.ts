import { z } from 'zod'

const address = z.email().max(254)

/** The e-mail addresses in what somebody typed or pasted ("Jo <jo@example.com>, b@example.com"), each once, and what is none. */
export function readAddresses(text: string): { addresses: string[]; rest: string } {
  const parts = text.split(/[,;\n]+/).flatMap(part => /<([^<>]+)>/.exec(part)?.[1] ?? part.trim().split(/\s+/)).map(part => part.trim()).filter(part => part !== '')
  const isAddress = (part: string): boolean => address.safeParse(part).success
  return { addresses: [...new Set(parts.filter(isAddress).map(part => part.toLowerCase()))], rest: parts.filter(part => !isAddress(part)).join(', ') }
}
