import { z } from 'zod'
import { videoStyle } from './video-style.ts'

/** How a person's new videos look, and their logo. */
export const brandView = z.object({ style: videoStyle, logoUrl: z.string().nullable() })
export type BrandView = z.output<typeof brandView>
export const brandBody = z.object({ style: videoStyle })

/** Of a logo, as it is sent and stored. */
export const logoLimits = { bytes: 2 * 1024 * 1024, pixels: 1024 } as const

export const brandRoutes = {
  readBrand: 'GET /api/v1/brand', // → brandView
  changeBrand: 'PUT /api/v1/brand', // brandBody → brandView
  setLogo: 'PUT /api/v1/brand/logo', // image/png (the browser makes one of a JPEG or WebP) → brandView
  removeLogo: 'DELETE /api/v1/brand/logo', // → brandView
  logo: 'GET /api/v1/brand/logo', // → image/png
} as const
