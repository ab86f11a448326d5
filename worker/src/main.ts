import { availableParallelism, hostname } from 'node:os'
import { resolve } from 'node:path'
import { readConfig, settings, type Config } from '@f2l/common/config.ts'
import { toAppError } from '@f2l/common/errors.ts'
import { logLastWords } from '@f2l/common/last-words.ts'
import { loadEnvFiles } from '@f2l/common/load-env.ts'
import { makeLocalObjectStore } from '@f2l/common/local-object-store.ts'
import { makeLogger, type Logger } from '@f2l/common/log.ts'
import { serveMetrics } from '@f2l/common/metrics-server.ts'
import { connectAsWorker } from '@f2l/common/pocketbase-client.ts'
import { makeQueueConsumer } from '@f2l/common/pocketbase-queue.ts'
import type { QueueConsumer } from '@f2l/common/queue.ts'
import { makeSafeFetch } from '@f2l/common/safe-fetch.ts'
import { stopSignal } from '@f2l/common/stop-signal.ts'
import { startTracing, type Tracing } from '@f2l/common/tracing.ts'
import manifest from '../package.json' with { type: 'json' }
import { chooseSpeechEngine } from './choose-speech-engine.ts'
import { doJob, followUpsIfDead, type JobDeps } from './do-job.ts'
import { startIdleTask, type IdleTask } from './idle-task.ts'
import { internalApiClient } from './internal-api-client.ts'
import { startLeaseKeeper } from './lease-keeper.ts'
import { makeMachineSpeeds, type MachineSpeeds, type SpeedTools } from './machine-speeds.ts'
import { convert, type PipelineTools } from './pipeline.ts'
import { paceOf } from './plan/expected-time.ts'
import { childEnvironment } from './tools/child-environment.ts'
import { makeFfmpegTools } from './tools/ffmpeg.ts'
import { keepBrowser } from './tools/kept-browser.ts'
import { makeRenderCaches } from './tools/render-cache.ts'
import { makeSketcher } from './sketch-job.ts'
import { runSketchLoop } from './sketch-loop.ts'
import { sweepFoldersAtNews } from './sweep-folders.ts'
import { watchWork } from './watching/watch-work.ts'
import { makeWorkFolders } from './work-folder.ts'
import { runWorkLoop } from './work-loop.ts'
import { workerSettings } from './worker-settings.ts'

const root = resolve(import.meta.dirname, '../..')
type WorkerConfig = Pick<Config, (typeof workerSettings)[number]>

/** One worker: claims jobs until SIGTERM or Ctrl-C, and then gives back what it has. */
async function main(): Promise<void> {
  const signal = stopSignal(process)
  loadEnvFiles(process.env, root, workerSettings)
  const log = makeLogger('worker', process.env.LOG_LEVEL || settings.LOG_LEVEL.fallback)
  logLastWords(process, log)
  try {
    await work(readConfig(process.env, workerSettings), log, signal)
  } catch (thrown) {
    log.fatal({ err: thrown }, 'the worker cannot run')
    process.stderr.write(`\n✗ ${toAppError(thrown).message}\n`)
    process.exitCode = 1
  }
  // A browser or a model that is still letting go must not keep a stopped worker alive.
  process.exit()
}

async function work(config: WorkerConfig, log: Logger, signal: AbortSignal): Promise<void> {
  const identity = { name: `${hostname()}-${process.pid}`, host: hostname(), version: manifest.version }
  const connection = { url: config.PB_URL, secret: config.WORKER_SECRET, identity }
  const tracing = await startTracing({ endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT, service: 'fathom-to-loom-worker' })
  const deps = makeDeps(config, log, tracing)
  await deps.tools.renderCaches?.trim()
  // Without heartbeats every job would be lost one lease later: better to end and be started again.
  const leases = startLeaseKeeper(connection, error => { throw error })
  const { queue, watched } = watchWork(makeQueueConsumer(connectAsWorker(connection)), tracing)
  const metrics = await serveMetrics({ registry: watched.registry, host: config.METRICS_HOST, port: config.WORKER_METRICS_PORT, token: config.METRICS_TOKEN, missing: watched.missing, log })
  const measuring = measureWhenIdle(deps.speeds, queue, log, signal)
  const sweepSoon = sweepFoldersAtNews({ folders: deps.folders, queue, log, signal })
  sweepSoon()
  log.info({ worker: identity.name }, 'looking for work')
  const sketching = runSketchLoop({
    backendUrl: config.BACKEND_URL, workerSecret: config.WORKER_SECRET, sketcher: makeSketcher({ ...deps, tools: { ...deps.tools, browser: keepBrowser(deps.tools.browser) } }), folders: deps.folders,
    first: work => measuring.first(work), log, signal,
  })
  await runWorkLoop({
    queue, lanes: ['conversion', 'short'], leases, pollSeconds: config.QUEUE_POLL_SECONDS, log, signal,
    work: (claim, context) => measuring.first(() => doJob(claim, { ...deps, watched }, context)), followUpsIfDead, around: watched.around,
    forget: ({ job }) => deps.folders.remove(job.id), onNews: sweepSoon,
  })
  await sketching
  await measuring.ended()
  await leases.close()
  await deps.tools.fetch.close()
  await metrics.close()
  await tracing.stop().catch((error: unknown) => log.warn({ err: error }, 'the last traces could not be sent'))
  log.info('stopped')
}

/** A first start measures this machine, but no job waits for that; those who wait for one are told by it how long. */
function measureWhenIdle(speeds: MachineSpeeds, queue: QueueConsumer, log: Logger, signal: AbortSignal): IdleTask {
  return startIdleTask(async either => {
    const speed = await speeds.measure(either)
    if (speed === null) return
    log.info({ speed }, 'this machine is measured')
    await queue.tellPace(paceOf(speed))
  }, { afterSeconds: 3, signal, onProblem: error => log.warn({ err: error }, 'this machine could not be measured') })
}

function makeDeps(config: WorkerConfig, log: Logger, tracing: Tracing): JobDeps & { speeds: MachineSpeeds } {
  const workFolder = resolve(root, config.WORK_DIR)
  const tools = makeTools(config, log)
  const speeds = makeMachineSpeeds(tools, workFolder)
  return {
    speeds,
    openApi: internalApiClient({ backendUrl: config.BACKEND_URL, workerSecret: config.WORKER_SECRET, tracing }),
    store: makeLocalObjectStore(resolve(root, config.OBJECT_STORE_DIR)), folders: makeWorkFolders(workFolder),
    convert, tools: { ...tools, machine: (_, signal) => speeds.known(signal) }, smtpUrl: config.SMTP_URL, from: config.MAIL_FROM, publicUrl: config.PUBLIC_URL, privateMailHosts: config.PRIVATE_MAIL_HOSTS,
  }
}

function makeTools(config: WorkerConfig, log: Logger): PipelineTools & SpeedTools {
  const fathom = { shareUrl: config.FATHOM_SHARE_URL, apiUrl: config.FATHOM_API_URL }
  const processes = config.RENDER_PROCESSES || availableParallelism()
  return {
    ffmpeg: makeFfmpegTools(config, process.env),
    browser: { executablePath: config.PUPPETEER_EXECUTABLE_PATH, environment: childEnvironment(process.env), isRoot: process.getuid?.() === 0 },
    fetch: makeSafeFetch({ trustedOrigins: [fathom.shareUrl, fathom.apiUrl] }), fathom,
    maxBytes: config.MAX_UPLOAD_BYTES, maxSeconds: config.MAX_RECORDING_SECONDS, processes,
    speech: chooseSpeechEngine(config, { root, threads: processes, environment: childEnvironment(process.env) }),
    renderCaches: config.RENDER_CACHE_BYTES === 0 ? undefined : makeRenderCaches({
      folder: resolve(root, config.RENDER_CACHE_DIR), maxBytes: config.RENDER_CACHE_BYTES,
      onProblem: error => log.warn({ err: error }, 'the render cache could not be used'),
    }),
    videoEncoder: config.VIDEO_ENCODER, note: sentence => log.warn(sentence),
  }
}

await main()
