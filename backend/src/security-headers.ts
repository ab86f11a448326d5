import helmet from 'helmet'
import type { RequestHandler } from 'express'

/** What a browser may do with our pages: scripts only from our own files, no foreign frames, nothing from other sites. */
export function securityHeaders(publicUrl: string): RequestHandler {
  const isHttps = publicUrl.startsWith('https:')
  const withPolicy = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ['\'self\''],
        scriptSrc: ['\'self\''],
        // Components place themselves with style attributes; styles cannot run code.
        styleSrc: ['\'self\'', '\'unsafe-inline\''],
        imgSrc: ['\'self\'', 'data:', 'blob:'],
        mediaSrc: ['\'self\'', 'blob:'],
        fontSrc: ['\'self\''],
        connectSrc: ['\'self\''],
        objectSrc: ['\'none\''],
        baseUri: ['\'none\''],
        formAction: ['\'self\''],
        frameAncestors: ['\'self\''],
        // On plain http it would send every file to a port that does not speak TLS.
        ...(isHttps ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: isHttps ? { maxAge: 365 * 24 * 3600, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
  })
  return (request, response, next) => {
    response.setHeader('Permissions-Policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()')
    withPolicy(request, response, next)
  }
}
