import { mkdir } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readConfig, type Config } from '@f2l/common/config.ts'
import { AppError, toAppError } from '@f2l/common/errors.ts'
import { loadEnvFiles } from '@f2l/common/load-env.ts'
import { makeProgressBar } from '@f2l/common/progress-bar.ts'
import { makeSafeFetch } from '@f2l/common/safe-fetch.ts'
import { chooseSpeechEngine } from './choose-speech-engine.ts'
import { parseArguments, usage } from './convert-command/parse-arguments.ts'
import { describe, expectation, runConvert } from './convert-command/run-convert.ts'
import { makeMachineSpeeds, type SpeedTools } from './machine-speeds.ts'
import type { PipelineTools } from './pipeline.ts'
import { childEnvironment } from './tools/child-environment.ts'
import { makeFfmpegTools } from './tools/ffmpeg.ts'
import { makeRenderCaches } from './tools/render-cache.ts'
import { speechSettings } from './worker-settings.ts'

const needed = ['FFMPEG_PATH', 'FFPROBE_PATH', 'PUPPETEER_EXECUTABLE_PATH', 'RENDER_PROCESSES', 'VIDEO_ENCODER', 'FATHOM_SHARE_URL', 'FATHOM_API_URL', 'MAX_UPLOAD_BYTES', 'MAX_RECORDING_SECONDS', 'RENDER_CACHE_BYTES', 'WORK_DIR', ...speechSettings] as const
const root = fileURLToPath(new URL('../..', import.meta.url))

/** `npm run convert`: a recording in, a folder out, without accounts, queue or server. */
async function main(): Promise<number> {
  loadEnvFiles(process.env, root, needed)
  const config = readConfig(process.env, needed)
  // npm runs scripts in the project's folder; INIT_CWD is where the person stands.
  const folder = process.env['INIT_CWD'] ?? process.cwd()
  const command = parseArguments(process.argv.slice(2), { folder, shareUrl: config.FATHOM_SHARE_URL })
  if (command === 'help') {
    process.stdout.write(usage)
    return 0
  }
  if (command.cacheFolder !== null) await makeCacheFolder(command.cacheFolder)
  const bar = makeProgressBar(process.stderr, 'nothing')
  const say = (sentence: string): void => {
    bar.clear()
    process.stderr.write(`${sentence}\n`)
  }
  const tools = withMachine(makeTools(config, command.cacheFolder), resolve(root, config.WORK_DIR), say)
  // Who wants JSON is a program, which expects on stderr only what went wrong.
  if (!command.isJson) tools.announce = seconds => say(expectation(seconds))
  try {
    const report = await runConvert(command, tools, bar, stopSignal())
    bar.clear()
    process.stdout.write(command.isJson ? `${JSON.stringify(report, null, 2)}\n` : describe(report, command.outFolder))
    return report.checks.every(check => check.ok) ? 0 : 1
  } finally {
    bar.clear()
    await tools.fetch.close()
  }
}

type ConvertConfig = Pick<Config, (typeof needed)[number]>

function makeTools(config: ConvertConfig, cacheFolder: string | null): PipelineTools & SpeedTools {
  const processes = config.RENDER_PROCESSES || availableParallelism()
  return {
    ffmpeg: makeFfmpegTools(config, process.env),
    browser: { executablePath: config.PUPPETEER_EXECUTABLE_PATH, environment: childEnvironment(process.env), isRoot: process.getuid?.() === 0 },
    fetch: makeSafeFetch({ trustedOrigins: [config.FATHOM_SHARE_URL, config.FATHOM_API_URL] }),
    fathom: { shareUrl: config.FATHOM_SHARE_URL, apiUrl: config.FATHOM_API_URL },
    maxBytes: config.MAX_UPLOAD_BYTES, maxSeconds: config.MAX_RECORDING_SECONDS,
    processes,
    speech: chooseSpeechEngine(config, { root, threads: processes, environment: childEnvironment(process.env) }),
    renderCaches: cacheFolder === null ? undefined : makeRenderCaches({
      folder: cacheFolder, maxBytes: config.RENDER_CACHE_BYTES || Number.POSITIVE_INFINITY,
      onProblem: error => process.stderr.write(`Nothing can be kept in the folder of --cache: ${String(error)}\n`),
    }),
    videoEncoder: config.VIDEO_ENCODER, note: sentence => process.stderr.write(`\n${sentence}\n`),
  }
}

/** A recording this long is worth a measurement of three seconds, once, when the machine is a new one … */
const worthMeasuringSeconds = 180
/** … unless others keep it so busy that three seconds become a minute. */
const mostCrowding = 1.6

/** What is known of the machine lies with the product's own data, not where the person works; without a place for it, it is assumed. */
function withMachine(tools: PipelineTools & SpeedTools, workFolder: string, say: (sentence: string) => void): PipelineTools {
  const speeds = makeMachineSpeeds(tools, workFolder)
  return {
    ...tools,
    machine: async (durationSeconds, signal) => {
      const { speed, crowding } = await speeds.known(signal)
      const isWorthIt = durationSeconds >= worthMeasuringSeconds && crowding <= mostCrowding
      const measured = !isWorthIt ? null : await speeds.measure(signal).catch((error: unknown) => {
        signal.throwIfAborted()
        say(`This machine could not be measured: ${toAppError(error).message}`)
        return null
      })
      return { speed: measured ?? speed, crowding }
    },
  }
}

async function makeCacheFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw new AppError('input.invalid', 'Nothing can be written where --cache points; please choose another folder.', { cause })
  })
}

function stopSignal(): AbortSignal {
  const stop = new AbortController()
  const onSignal = (): void => stop.abort(new AppError('job.cancelled', 'Stopped; nothing was left behind.'))
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, onSignal)
  return stop.signal
}

/** 2: something the person can put right; 130: stopped by them; 1: ours. */
function exitCodeOf(error: AppError): number {
  if (error.code === 'job.cancelled') return 130
  return error.status < 500 ? 2 : 1
}

try {
  process.exitCode = await main()
} catch (thrown) {
  const error = toAppError(thrown)
  process.stderr.write(`${error.message}\n`)
  if (error.status >= 500 && error.cause) process.stderr.write(`${String((error.cause as Error).stack ?? error.cause)}\n`)
  process.exitCode = exitCodeOf(error)
}
