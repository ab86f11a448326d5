import { lookup } from 'node:dns/promises'
import type { LookupFunction } from 'node:net'
import { AppError } from './errors.ts'

export interface ResolvedAddress { address: string; family: number }
export type Resolve = (hostname: string) => Promise<ResolvedAddress[]>

/**
 * A `lookup` for sockets: resolves once, checks every address, and hands the socket exactly the addresses
 * that were checked. A name that answers differently a second time (DNS rebinding) gains nothing.
 * Fails with `url.refused` when any address is not allowed.
 */
export function makeCheckedLookup(resolve: Resolve, isAllowed: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolveAllowed(hostname, resolve, isAllowed).then(
      addresses => {
        if (options.all) callback(null, addresses)
        else callback(null, addresses[0]!.address, addresses[0]!.family)
      },
      (error: unknown) => callback(error as NodeJS.ErrnoException, '', 0),
    )
  }
}

async function resolveAllowed(hostname: string, resolve: Resolve, isAllowed: (address: string) => boolean): Promise<ResolvedAddress[]> {
  const addresses = await resolve(hostname)
  if (addresses.length === 0) throw new AppError('fetch.failed', `There is no server named ${hostname}. Please check the address.`)
  if (!addresses.every(({ address }) => isAllowed(address))) throw refusedAddress()
  return addresses
}

/** As the system resolves names, all addresses of one. */
export const systemResolve: Resolve = hostname => lookup(hostname, { all: true, verbatim: true })

/** One sentence for every kind of private address: it must not tell what our network looks like. */
export function refusedAddress(): AppError {
  return new AppError('url.refused', 'This address does not lead to a public website, so it is not fetched. Please use a public https:// link or upload the file.')
}
