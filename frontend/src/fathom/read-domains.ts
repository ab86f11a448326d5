import { mailDomain } from '@f2l/common/contracts/fathom-webhook.ts'

/** The domains in a line of text, once each, and what of it is none. */
export function readDomains(text: string): { domains: string[]; rest: string } {
  const parts = text.split(/[\s,;]+/).filter(part => part !== '').map(part => ({ part, read: mailDomain.safeParse(part) }))
  const domains = new Set(parts.flatMap(({ read }) => read.success ? [read.data] : []))
  return { domains: [...domains], rest: parts.flatMap(({ part, read }) => read.success ? [] : [part]).join(' ') }
}
