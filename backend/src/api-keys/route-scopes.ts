import type { Request } from 'express'
import type { ApiScope } from '@f2l/common/contracts/api-keys.ts'

/** What an API key may do on a route that asks for a sign-in; `never`: only a person in a browser may. */
type Decision = ApiScope | 'never'

/**
 * Every route behind the session guard has its decision here; what is not named is refused, and a test that walks the router
 * fails. Never: accounts, keys, mails (they hold links that change passwords), stored secrets, and deleting.
 */
export const routeScopes: Readonly<Record<string, Decision>> = {
  'GET /api/v1/recordings': 'read',
  'GET /api/v1/recordings/search': 'read',
  'GET /api/v1/recordings/bin': 'read',
  'GET /api/v1/recordings/:id': 'read',
  'GET /api/v1/recordings/:id/edit': 'read',
  'GET /api/v1/recordings/:id/log': 'read',
  'POST /api/v1/recordings/:id/source-link': 'read',
  'GET /api/v1/recordings/:id/insights': 'read',
  'POST /api/v1/recordings/:id/insights-link': 'read',
  'GET /api/v1/queue': 'read',

  'POST /api/v1/recordings': 'convert',
  'POST /api/v1/recordings/from-fathom': 'convert',
  'POST /api/v1/recordings/upload': 'convert',
  'POST /api/v1/recordings/sample': 'convert',
  'PATCH /api/v1/recordings/:id': 'convert',
  'PATCH /api/v1/recordings/:id/edit': 'convert',
  'POST /api/v1/recordings/:id/edit/forecast': 'convert',
  'POST /api/v1/recordings/:id/edit/frame': 'convert',
  'POST /api/v1/recordings/:id/cancel': 'convert',
  'POST /api/v1/recordings/:id/retry': 'convert',
  // Titles of all meetings of the account, also of those that never come in.
  'GET /api/v1/fathom/meetings': 'convert',

  'GET /api/v1/recordings/:id/share': 'share',
  'PATCH /api/v1/recordings/:id/share': 'share',
  'POST /api/v1/recordings/:id/share/renew': 'share',

  'DELETE /api/v1/recordings/:id': 'never',
  // One of its actions deletes.
  'POST /api/v1/recordings/bulk': 'never',
  // A stream outlives the key that opened it.
  'GET /api/v1/events': 'never',
  'GET /api/v1/me': 'never',
  'PATCH /api/v1/me': 'never',
  'GET /api/v1/me/sessions': 'never',
  'POST /api/v1/me/sessions/end-others': 'never',
  'DELETE /api/v1/me/sessions/:session': 'never',
  'GET /api/v1/me/activity': 'never',
  'GET /api/v1/me/usage': 'never',
  'POST /api/v1/me/password': 'never',
  'POST /api/v1/me/delete': 'never',
  'POST /api/v1/me/export-link': 'never',
  'GET /api/v1/api-keys': 'never',
  'POST /api/v1/api-keys': 'never',
  'DELETE /api/v1/api-keys/:key': 'never',
  'GET /api/v1/fathom': 'never',
  'PUT /api/v1/fathom': 'never',
  'DELETE /api/v1/fathom': 'never',
  'GET /api/v1/fathom/webhook': 'never',
  'PUT /api/v1/fathom/webhook': 'never',
  'DELETE /api/v1/fathom/webhook': 'never',
  'GET /api/v1/fathom/meeting-types': 'never',
  'GET /api/v1/brand': 'never',
  'PUT /api/v1/brand': 'never',
  'GET /api/v1/brand/logo': 'never',
  'PUT /api/v1/brand/logo': 'never',
  'DELETE /api/v1/brand/logo': 'never',
  'GET /api/v1/mail-server': 'never',
  'PUT /api/v1/mail-server': 'never',
  'DELETE /api/v1/mail-server': 'never',
  'POST /api/v1/mail-server/test': 'never',
  'GET /api/v1/outbox': 'never',
  'GET /api/v1/doctor': 'never',
}

/** The decision for the route that answers this request. */
export function decisionFor(request: Request): Decision {
  const { path } = (request.route ?? {}) as { path?: unknown }
  // Express answers HEAD by the route of GET.
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const route = `${method} ${String(path)}`
  return Object.hasOwn(routeScopes, route) ? routeScopes[route]! : 'never'
}
