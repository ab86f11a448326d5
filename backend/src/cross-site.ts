import type { Request } from 'express'
import { AppError } from '@f2l/common/errors.ts'

/**
 * Refuses a request that another site's page sent. Where the cookie speaks (`isRequired`) a request without `Origin` is
 * refused too: every browser sends one with a POST.
 * @throws AppError `auth.cross_site`
 */
export function requireSameOrigin(req: Request, publicUrl: string, { isRequired }: { isRequired: boolean }): void {
  const origin = req.headers.origin
  if (origin === undefined && !isRequired) return
  if (origin !== undefined && (origin === new URL(publicUrl).origin || hostOf(origin) === req.headers.host)) return
  throw new AppError('auth.cross_site', 'This request came from another page. Please go on from the product\'s own pages.')
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null
}
