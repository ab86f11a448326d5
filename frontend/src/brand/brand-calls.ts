import { brandView, type brandBody } from '@f2l/common/contracts/brand.ts'
import type { z } from 'zod'
import type { Transport } from '../api/transport.ts'

export function brandCalls({ ask, open }: Transport) {
  return {
    readBrand: (signal?: AbortSignal) => ask({ path: '/api/v1/brand', signal }, brandView),
    changeBrand: (body: z.input<typeof brandBody>) => ask({ method: 'PUT', path: '/api/v1/brand', body }, brandView),
    setLogo: (picture: Blob) => ask({ method: 'PUT', path: '/api/v1/brand/logo', body: picture }, brandView),
    removeLogo: () => ask({ method: 'DELETE', path: '/api/v1/brand/logo' }, brandView),
    /** A picture cannot show a token, so its bytes are fetched. */
    readLogo: async (url: string, signal?: AbortSignal) => (await open({ path: url, signal })).blob(),
  }
}
