import { appendFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { makeLocalObjectStore } from '@f2l/common/local-object-store.ts'
import { makeLogger } from '@f2l/common/log.ts'
import { connectAsWorker } from '@f2l/common/pocketbase-client.ts'
import { makeQueueConsumer } from '@f2l/common/pocketbase-queue.ts'
import { doJob, followUpsIfDead } from '../src/do-job.ts'
import { internalApiClient } from '../src/internal-api-client.ts'
import { startLeaseKeeper } from '../src/lease-keeper.ts'
import type { ConvertOutput, PipelineContext, PipelineTools } from '../src/pipeline.ts'
import { makeWorkFolders } from '../src/work-folder.ts'
import { runWorkLoop } from '../src/work-loop.ts'

/** A worker whose every part is real but the pipeline: three small stages that write down when they run. */
const { PB_URL, BACKEND_URL, WORKER_SECRET, ROOT, NAME, HANG_IN, HANG_MS = '60000' } = process.env as Record<string, string>
const identity = { name: NAME!, host: 'test', version: '0' }
const connection = { url: PB_URL!, secret: WORKER_SECRET!, identity }
const ending = new AbortController()
process.once('SIGTERM', () => ending.abort())

async function convert(_: unknown, { stages, folder, signal }: PipelineContext): Promise<ConvertOutput> {
  for (const stage of ['ingest', 'analyse', 'render'] as const) {
    await stages.run(stage, {
      inputs: { stage },
      restore: remembered => remembered,
      work: async () => {
        await appendFile(join(ROOT!, 'stages.log'), `${NAME} ${stage}\n`)
        if (stage === HANG_IN) await sleep(Number(HANG_MS), undefined, { signal })
        return { madeBy: NAME }
      },
    })
  }
  const write = async (name: string): Promise<string> => {
    await writeFile(join(folder, name), `made by ${NAME}`)
    return join(folder, name)
  }
  const files = {
    video: await write('video.mp4'), poster: await write('poster.jpg'), preview: await write('preview.gif'),
    chaptersVtt: await write('chapters.vtt'),
    transcript: await write('transcript.json'), plan: await write('plan.json'), report: await write('report.json'),
  }
  return { sourcePath: await write('source.mp4'), notes: {}, transcript: {}, plan: {}, report: {}, files } as unknown as ConvertOutput
}

const log = makeLogger(NAME!, 'silent')
const folders = makeWorkFolders(join(ROOT!, 'work'))
const deps = {
  openApi: internalApiClient({ backendUrl: BACKEND_URL!, workerSecret: WORKER_SECRET! }), store: makeLocalObjectStore(join(ROOT!, 'objects')),
  folders, convert, tools: {} as PipelineTools, smtpUrl: '', from: 'test <test@example.com>', publicUrl: 'http://localhost', privateMailHosts: [],
}
const leases = startLeaseKeeper(connection, error => { throw error })
await runWorkLoop({
  queue: makeQueueConsumer(connectAsWorker(connection)), lanes: ['conversion', 'short'], leases, log, pollSeconds: 0.5, signal: ending.signal,
  work: (claim, context) => doJob(claim, deps, context), followUpsIfDead, forget: ({ job }) => folders.remove(job.id),
})
await leases.close()
