import { z } from 'zod'

/** `read`: recordings, queue and files. `convert`: add recordings, edit, cancel and retry them. `share`: who may watch. */
export const apiScope = z.enum(['read', 'convert', 'share'])
export type ApiScope = z.output<typeof apiScope>

export const apiKeyBody = z.object({ name: z.string().trim().min(1).max(60), scopes: z.array(apiScope).min(1), expiresAt: z.iso.datetime().nullable() })
export const apiKeyView = z.object({
  id: z.string(), name: z.string(), lastFour: z.string(), scopes: z.array(apiScope),
  createdAt: z.string(), expiresAt: z.string().nullable(), lastUsedAt: z.string().nullable(),
})
export type ApiKeyView = z.output<typeof apiKeyView>
export const apiKeyList = z.object({ items: z.array(apiKeyView) })
/** The only answer that holds the key itself. */
export const apiKeyMade = z.object({ key: z.string(), item: apiKeyView })

export const apiKeyRoutes = {
  listApiKeys: 'GET /api/v1/api-keys', // → apiKeyList
  makeApiKey: 'POST /api/v1/api-keys', // apiKeyBody → 201 apiKeyMade
  endApiKey: 'DELETE /api/v1/api-keys/:key', // → 204
} as const
