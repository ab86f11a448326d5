import { z } from 'zod'
import { videoStyle } from './video-style.ts'

/** How a person's new videos look, and their logo. */
export const brandView = z.object({ style: videoStyle, logoUrl: z.string().nullable() })
export type BrandView = z.output<typeof brandView>
export const brandBody = z.object({ style: videoStyle })

export const brandRoutes = {
  readBrand: 'GET /api/v1/brand', // → brandView
  changeBrand: 'PUT /api/v1/brand', // brandBody → brandView
  setLogo: 'PUT /api/v1/brand/logo', // image/png, image/jpeg or image/webp → brandView
  removeLogo: 'DELETE /api/v1/brand/logo', // → brandView
  logo: 'GET /api/v1/brand/logo', // → image/png
} as const
