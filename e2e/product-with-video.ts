import type { RecordingDetail } from '@f2l/common/contracts/api.ts'
import { makeProductClient, waitForVideo, type ProductClient } from '../demo/src/product-client.ts'
import { runProduct, type RunningProduct } from './running-product.ts'

export interface ProductWithVideo { product: RunningProduct; client: ProductClient; video: RecordingDetail }

/** The whole product, and somebody with a finished video of the short meeting. There is no mail server, so nobody need confirm an address. */
export async function runProductWithVideo(owner: { email: string; password: string; name: string }): Promise<ProductWithVideo> {
  const product = await runProduct({ SMTP_URL: '', QUEUE_POLL_SECONDS: '1' })
  try {
    const client = makeProductClient(product.publicUrl)
    await client.register(owner)
    await client.login(owner)
    const { id } = await client.addByLink(product.fathom.sampleLink)
    return { product, client, video: await waitForVideo(client, id, () => undefined, 240, AbortSignal.timeout(240_000)) }
  } catch (error) {
    await product.stop()
    throw error
  }
}
