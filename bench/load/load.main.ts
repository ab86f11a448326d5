import { cpus, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { recordingDetail } from '@f2l/common/contracts/api.ts'
import { makeProductClient, waitForVideo } from '../../demo/src/product-client.ts'
import { runProduct, type RunningProduct } from '../../e2e/running-product.ts'
import { makeMember, type Member } from './member.ts'
import { Meter } from './meter.ts'
import type { Video } from './play.ts'
import { ProcessWatch } from './process-watch.ts'
import { faultsOf, loadTable, type Conversions } from './load-table.ts'
import { readUploadFile } from './upload-form.ts'
import { keepViewing } from './viewer.ts'

const usage = `Usage: npm run load -- [--minutes N] [--viewers N] [--uploads N]

Starts the whole product, makes a video, and lets N viewers (300) watch it, N people (20) with 15 windows each listen for news and
upload one file after the other, and the worker convert what they upload, for N minutes (5). Prints what was asked, how long it took,
memory and open files. Exit code 1: something failed, or memory grew.
`
const sample = fileURLToPath(new URL('../../demo/media/sample-meeting.mp4', import.meta.url))
const lookEveryMs = 3000
/** Visitors do not come in the same second. */
const arriveWithinSeconds = 15

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '5' }, viewers: { type: 'string', default: '300' }, uploads: { type: 'string', default: '20' }, help: { type: 'boolean' } } })
const [minutes, viewers, uploads] = [values.minutes, values.viewers, values.uploads].map(Number) as [number, number, number]
const say = (line: string): void => { process.stderr.write(`• ${line}\n`) }

async function main(): Promise<number> {
  if (values.help || !(minutes > 0) || !(viewers >= 1) || !(uploads >= 1)) {
    process.stderr.write(usage)
    return values.help ? 0 : 2
  }
  const product = await runProduct({ SMTP_URL: '', LOG_LEVEL: process.env['LOG_LEVEL'] || 'error' }, { isWholeMeeting: true })
  try {
    return await loadProduct(product)
  } finally {
    await product.stop()
  }
}

async function loadProduct(product: RunningProduct): Promise<number> {
  // Of a name each new connection would be looked up, in this process, which has enough to do.
  const origin = product.publicUrl.replace('localhost', '127.0.0.1')
  say('making the video that everybody watches …')
  const { token, video } = await makeVideo(product)
  say(`${viewers} viewers, ${uploads} uploads, ${minutes} minutes …`)
  const meter = new Meter()
  const watch = new ProcessWatch([
    { name: 'backend', pid: product.stack.backend.pid }, { name: 'PocketBase', pid: product.stack.pocketBase.pid }, { name: 'worker', pid: product.stack.workers[0]!.pid },
  ])
  const over = new AbortController()
  const members = await Promise.all(await arrive(origin, meter, over.signal))
  const seats = Array.from({ length: viewers }, (_, n) => keepViewing({ origin, token, video, meter, signal: over.signal }, n / viewers * arriveWithinSeconds))
  await lookFor(minutes * 60, watch)
  over.abort()
  await Promise.all([...seats, ...members.map(({ done }) => done)])
  const conversions = await countConversions(members)
  const found = { meter, courses: watch.courses(), conversions }
  process.stdout.write(loadTable(found, { viewers, uploads, minutes, machine: `${cpus().length} cores (${cpus()[0]!.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}` }))
  return faultsOf(found).length === 0 ? 0 : 1
}

async function makeVideo(product: RunningProduct): Promise<{ token: string; video: Video }> {
  const client = makeProductClient(product.publicUrl)
  const owner = { email: 'owner@example.com', password: 'a long enough password', name: 'Olga' }
  await client.register(owner)
  await client.login(owner)
  const { id } = await client.addByLink(product.fathom.sampleLink)
  const { page } = await waitForVideo(client, id, () => undefined, 900, AbortSignal.timeout(900_000))
  const head = await fetch(`${product.publicUrl}/s/${page!.token}/video.mp4`, { method: 'HEAD' })
  return { token: page!.token, video: { bytes: Number(head.headers.get('content-length')), durationSeconds: page!.durationSeconds } }
}

async function arrive(origin: string, meter: Meter, signal: AbortSignal): Promise<Promise<Member & { done: Promise<void> }>[]> {
  const file = await readUploadFile(sample)
  return Array.from({ length: uploads }, (_, n) => makeMember({ origin, file, meter, signal }, n))
}

async function lookFor(seconds: number, watch: ProcessWatch): Promise<void> {
  const until = performance.now() + seconds * 1000
  while (performance.now() < until) {
    await watch.look()
    await sleep(Math.min(lookEveryMs, Math.max(0, until - performance.now())))
  }
}

/** What became of the first upload of each. */
async function countConversions(members: Member[]): Promise<Conversions> {
  const details = await Promise.all(members.flatMap(({ recordings, askJson }) => recordings.map(async id => recordingDetail.nullable().parse(await askJson(`/api/v1/recordings/${id}`)))))
  const states = details.flatMap(detail => detail?.recording.state ?? [])
  return {
    done: states.filter(state => state === 'ready').length, failed: states.filter(state => state === 'failed' || state === 'cancelled').length,
    begun: states.filter(state => state === 'processing').length, waiting: states.filter(state => state === 'queued').length,
  }
}

process.exit(await main())
