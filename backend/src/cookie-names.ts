import type { Config } from '@f2l/common/config.ts'

type Place = Pick<Config, 'PUBLIC_URL'>

/**
 * A cookie for all of our paths. Over https its prefix makes the browser hold that this very host set it, over TLS: a neighbouring
 * subdomain or a page over plain http cannot plant one. Browsers refuse the prefix over plain http.
 */
export function hostCookie(name: string, place: Place): string {
  return isHttps(place) ? `__Host-${name}` : name
}

/** A cookie for some of our paths, which `__Host-` does not allow: set over TLS at least. */
export function pathCookie(name: string, place: Place): string {
  return isHttps(place) ? `__Secure-${name}` : name
}

export function isHttps({ PUBLIC_URL }: Place): boolean {
  return PUBLIC_URL.startsWith('https:')
}
