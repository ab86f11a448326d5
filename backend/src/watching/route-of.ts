import type { Request } from 'express'

/** The pattern of the route that answered, such as `/s/:token`: it names no person, no video and no token. */
export function routeOf(request: Request): string {
  const path: unknown = request.route?.path
  const patterns = Array.isArray(path) ? path : [path]
  return patterns.every(pattern => typeof pattern === 'string') ? request.baseUrl + patterns.join(' ') : 'none'
}
