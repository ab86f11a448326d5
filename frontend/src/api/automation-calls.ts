import { apiKeyList, apiKeyMade, type apiKeyBody } from '@f2l/common/contracts/api-keys.ts'
import { webhookView, type meetingRules } from '@f2l/common/contracts/fathom-webhook.ts'
import { z } from 'zod'
import type { Transport } from './transport.ts'

const typeList = z.object({ items: z.array(z.string()) })

/** Keys for scripts, and meetings that convert themselves. Paths are those of `apiKeyRoutes` and `webhookRoutes`. */
export function automationCalls({ ask, tell }: Transport) {
  return {
    listApiKeys: (signal?: AbortSignal) => ask({ path: '/api/v1/api-keys', signal }, apiKeyList),
    makeApiKey: (body: z.input<typeof apiKeyBody>) => ask({ method: 'POST', path: '/api/v1/api-keys', body }, apiKeyMade),
    endApiKey: (id: string) => tell({ method: 'DELETE', path: `/api/v1/api-keys/${encodeURIComponent(id)}` }),
    readWebhook: (signal?: AbortSignal) => ask({ path: '/api/v1/fathom/webhook', signal }, webhookView),
    connectWebhook: (rules: z.input<typeof meetingRules>) => ask({ method: 'PUT', path: '/api/v1/fathom/webhook', body: rules }, webhookView),
    disconnectWebhook: () => tell({ method: 'DELETE', path: '/api/v1/fathom/webhook' }),
    listMeetingTypes: () => ask({ path: '/api/v1/fathom/meeting-types' }, typeList),
  }
}
