import { expect } from 'vitest'
import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import type { ConvertResult } from '@f2l/common/contracts/internal-api.ts'
import type { Claim, Person, ProductStack } from './product-stack.ts'
import { sampleResult, storeFiles } from './sample-result.ts'

/** Adds a link, and makes its video as a worker would: the sample, changed as a test wants it. */
export async function makeFinished(stack: ProductStack, person: Person, url: string, change: (sample: ConvertResult) => ConvertResult = sample => sample): Promise<RecordingSummary> {
  const { recording } = await (await person.call('POST', '/api/v1/recordings', { url })).json() as { recording: RecordingSummary }
  await settleWith(stack, await stack.claim(), change(sampleResult(person.id, recording.videoId!)))
  return readSummary(person, recording.id)
}

/** The last steps of a worker: files stored, result handed in, job settled. */
export async function settleWith(stack: ProductStack, claim: Claim, result: ConvertResult): Promise<ConvertResult> {
  await storeFiles(stack.deps.store, result)
  expect((await claim.call('PUT', '/result', result)).status).toBe(204)
  await stack.consumer.settle(claim.lease, { kind: 'completed' })
  return result
}

export async function readSummary(person: Person, id: string): Promise<RecordingSummary> {
  return (await (await person.call('GET', `/api/v1/recordings/${id}`)).json() as { recording: RecordingSummary }).recording
}
