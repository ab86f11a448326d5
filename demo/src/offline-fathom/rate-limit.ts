import type { RequestHandler } from 'express'

const windowMs = 60_000

/** At most `most` calls a minute and account, told in the headers that Fathom documents. */
export function rateLimit(most: number, appliesTo: (path: string, query: unknown) => boolean): RequestHandler {
  const windows = new Map<string, { endsAt: number; used: number }>()
  return (request, response, next) => {
    if (!appliesTo(`${request.method} ${request.path}`, request.query)) return next()
    const key = request.header('x-api-key') ?? ''
    const now = Date.now()
    const open = windows.get(key)
    const window = open !== undefined && open.endsAt > now ? open : { endsAt: now + windowMs, used: 0 }
    windows.set(key, window)
    window.used++
    const seconds = String(Math.ceil((window.endsAt - now) / 1000))
    response.set({ 'RateLimit-Limit': String(most), 'RateLimit-Remaining': String(Math.max(0, most - window.used)), 'RateLimit-Reset': seconds })
    if (window.used <= most) return next()
    response.set('Retry-After', seconds).status(429).json({ message: 'Too many requests' })
  }
}
