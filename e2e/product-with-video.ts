import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RecordingDetail } from '@f2l/common/contracts/api.ts'
import { makeProductClient, waitForVideo, type ProductClient } from '../demo/src/product-client.ts'
import { signUp } from '../demo/src/sign-up.ts'
import type { Environment } from '../scripts/stack.ts'
import { madeOnce } from './made-once.ts'
import { runProduct, type RunningProduct } from './running-product.ts'

export const owner = { email: 'olga@example.com', password: 'a long enough password', name: 'Olga Owner' }

export interface ProductWithVideo { product: RunningProduct; client: ProductClient; video: RecordingDetail }

const idFile = 'recording-id'

/** The whole product, and its owner with a finished video of the short meeting. It is made once a run of tests; each gets a copy of their own. */
export async function runProductWithVideo(overrides: Environment = { SMTP_URL: '' }): Promise<ProductWithVideo> {
  const product = await runProduct({ QUEUE_POLL_SECONDS: '1', ...overrides }, { from: await madeOnce('product-with-video', makeVideo) })
  try {
    const client = makeProductClient(product.publicUrl)
    await client.login(owner)
    return { product, client, video: await client.readRecording(await readFile(join(product.folder, idFile), 'utf8')) }
  } catch (error) {
    await product.stop()
    throw error
  }
}

async function makeVideo(folder: string): Promise<void> {
  const product = await runProduct({ QUEUE_POLL_SECONDS: '1' })
  try {
    const client = makeProductClient(product.publicUrl)
    await signUp(client, product.mailbox, owner, 30_000)
    const { id } = await client.addByLink(product.fathom.sampleLink)
    await waitForVideo(client, id, () => undefined, 240, AbortSignal.timeout(240_000))
    await writeFile(join(product.folder, idFile), id)
    await product.stop(folder)
  } catch (error) {
    await product.stop()
    throw error
  }
}
