import { mailServerAnswer, type mailServerBody } from '@f2l/common/contracts/mail-server.ts'
import type { z } from 'zod'
import type { Transport } from '../api/transport.ts'

export function mailServerCalls({ ask, tell }: Transport) {
  return {
    readMailServer: (signal?: AbortSignal) => ask({ path: '/api/v1/mail-server', signal }, mailServerAnswer),
    setMailServer: (body: z.input<typeof mailServerBody>) => ask({ method: 'PUT', path: '/api/v1/mail-server', body }, mailServerAnswer),
    removeMailServer: () => tell({ method: 'DELETE', path: '/api/v1/mail-server' }),
    testMailServer: () => tell({ method: 'POST', path: '/api/v1/mail-server/test' }),
  }
}
