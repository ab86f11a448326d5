import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import ffmpeg from 'fluent-ffmpeg'
import { AppError } from '@f2l/common/errors.ts'
import { newTemporaryFolder, removeTemporaryFolder } from '@f2l/common/temporary-folder.ts'
import { childEnvironment } from './child-environment.ts'
import { killGroup, limitedArguments, usualLimits, type ProgramLimits } from './limited-shell.ts'
import { runProgram } from './run-program.ts'
import { watchForStall, type StallWatch } from './stall-watch.ts'

export interface FfmpegTools {
  ffmpegPath: string
  ffprobePath: string
  /** All that ffmpeg gets to see of our environment. */
  environment: Record<string, string>
}

export interface FfmpegInput {
  /** An absolute path, or a lavfi description together with the options `-f lavfi`. */
  path: string
  /** Options before `-i`. Without `-f` only the demuxers of `mediaDemuxers` may open the file. */
  options?: string[]
}

export interface FfmpegCommand {
  inputs: FfmpegInput[]
  /** Filter graph; its open ends are mapped by the outputs. */
  graph?: string
  /** `pipe:1` hands the bytes to `onOutput`; `-` with `-f null` throws them away. */
  outputs: { path: string; options?: string[] }[]
  /** `info` where a filter prints its measurement; else only errors are said. */
  logLevel?: 'error' | 'info'
}

export interface FfmpegRun {
  signal: AbortSignal
  /** What is being done, for the error sentence: "cutting the sound". */
  task: string
  /** Seconds of output made so far. */
  onProgress?: (seconds: number) => void
  /** Pictures of output made so far; last told at the end. */
  onFrames?: (frames: number) => void
  /** Gets what goes to `pipe:1`, in order; the next piece waits until it is done. */
  onOutput?: (bytes: Buffer) => void | Promise<void>
  /** Read by the input `pipe:0`. What it throws ends the run and is thrown on. */
  input?: AsyncIterable<Uint8Array>
  /** Folder for the relative file names that a graph may need. */
  folder?: string
  /** 1–19: how far this run steps back behind other work. */
  niceness?: number
  timeLimitSeconds?: number
  limits?: ProgramLimits
  /** So long without a new frame, second or byte of output, and it is ended. */
  stallSeconds?: number
}

/** A recording is opened by one of these and by no demuxer that reads other files or addresses (playlists, concat scripts). */
export const mediaDemuxers = [
  'mov', 'matroska', 'webm', 'avi', 'flv', 'mpegts', 'mpeg', 'asf', 'mxf', 'ogg',
  'wav', 'w64', 'mp3', 'aac', 'flac', 'amr', 'aiff', 'caf', 'ac3', 'eac3',
].join(',')

/** ffmpeg reads local files and its own pipes, never an address, whatever a file asks for. */
const localOnly = ['-protocol_whitelist', 'file,pipe']

const secondsPerDay = 86_400
const usualStallSeconds = 600
const signsOfLife = new Set(['frame', 'out_time_us', 'total_size'])
/** Longest argument that Linux takes is 128 KiB; a longer graph goes through a file. */
const longestInlineGraph = 100_000
const keptLogLines = 200
/** A GPU's driver maps all of its memory, and more, into every process that uses it. */
const gpuEncoder = /_(nvenc|qsv|vaapi|amf|videotoolbox)$/

export function makeFfmpegTools(config: { FFMPEG_PATH: string; FFPROBE_PATH: string }, environment: Record<string, string | undefined>): FfmpegTools {
  return { ffmpegPath: config.FFMPEG_PATH, ffprobePath: config.FFPROBE_PATH, environment: childEnvironment(environment) }
}

/**
 * The one way to run ffmpeg. Resolves with what ffmpeg said on stderr (measurements of filters are there).
 * An abort kills it at once and throws the signal's reason.
 * @throws AppError `render.ffmpeg_failed` (the stderr tail is in its cause), `tool.missing`
 */
export async function runFfmpeg(tools: FfmpegTools, command: FfmpegCommand, run: FfmpegRun): Promise<string> {
  run.signal.throwIfAborted()
  if ((command.graph?.length ?? 0) <= longestInlineGraph) return spawnFfmpeg(tools, command, graphArguments(command.graph), run)
  const folder = await newTemporaryFolder('graph')
  try {
    const path = join(folder, 'graph.txt')
    await writeFile(path, command.graph!)
    return await spawnFfmpeg(tools, command, await graphFileArguments(tools, path, run.signal), run)
  } finally {
    await removeTemporaryFolder(folder)
  }
}

/**
 * What ffmpeg writes to `pipe:1`, piece by piece as it is wanted. Who stops reading ends ffmpeg.
 * @throws AppError `render.ffmpeg_failed`, `tool.missing`, or the signal's reason
 */
export async function* readFfmpeg(tools: FfmpegTools, command: FfmpegCommand, run: Omit<FfmpegRun, 'onOutput'>): AsyncGenerator<Buffer> {
  const enough = new AbortController()
  const pieces = new PassThrough({ readableHighWaterMark: 1 << 20 })
  const running = runFfmpeg(tools, command, {
    ...run, signal: AbortSignal.any([run.signal, enough.signal]),
    onOutput: async bytes => { if (!pieces.write(bytes)) await once(pieces, 'drain', { signal: enough.signal }) },
  }).then(() => pieces.end(), (error: Error) => pieces.destroy(error))
  try {
    yield* pieces as AsyncIterable<Buffer>
  } finally {
    enough.abort()
    await running
  }
}

/** ffprobe's JSON for a local file. @throws AppError `render.ffmpeg_failed`, `tool.missing` */
export async function runFfprobe(tools: FfmpegTools, path: string, options: string[], signal: AbortSignal): Promise<unknown> {
  const args = ['-v', 'error', ...localOnly, '-format_whitelist', mediaDemuxers, '-of', 'json', ...options, path]
  const { code, stdout, stderr } = await runProgram(tools.ffprobePath, args, { env: tools.environment, signal, timeLimitSeconds: 600 })
  if (code !== 0) throw new AppError('render.ffmpeg_failed', 'The file could not be examined.', { cause: new Error(stderr.slice(-4000)) })
  return JSON.parse(stdout)
}

/** A worker runs for months: ffmpeg may be another one after a while. */
const versionHoldsMs = 60_000
const knownVersions = new Map<string, { version: string; askedAt: number }>()

/** The version ffmpeg names itself by; part of every cache key of what it makes. Asked once a minute: an answer costs as much as a second of video. */
export async function ffmpegVersion({ ffmpegPath, environment }: FfmpegTools, signal: AbortSignal): Promise<string> {
  const known = knownVersions.get(ffmpegPath)
  if (known && Date.now() - known.askedAt < versionHoldsMs) return known.version
  const askedAt = Date.now()
  const { code, stdout } = await runProgram(ffmpegPath, ['-version'], { env: environment, signal, timeLimitSeconds: 30 })
  const version = /^ffmpeg version (\S+)/.exec(stdout)?.[1] ?? 'unknown'
  if (code === 0) knownVersions.set(ffmpegPath, { version, askedAt })
  return version
}

function graphArguments(graph: string | undefined): string[] {
  return graph === undefined ? [] : ['-filter_complex', graph]
}

async function graphFileArguments(tools: FfmpegTools, path: string, signal: AbortSignal): Promise<string[]> {
  const major = Number.parseInt((await ffmpegVersion(tools, signal)).replace(/^n/, ''), 10)
  // ffmpeg 7 brought `-/option file`, and later versions drop the old spelling.
  return major >= 7 ? ['-/filter_complex', path] : ['-filter_complex_script', path]
}

function spawnFfmpeg(tools: FfmpegTools, command: FfmpegCommand, graph: string[], run: FfmpegRun): Promise<string> {
  const log: string[] = []
  const process = makeProcess(tools, command, graph, run)
  return new Promise((resolve, reject) => {
    const kill = (): void => process.kill()
    let isTooLong = false
    const giveUp = (): void => { isTooLong = true; kill() }
    const timer = setTimeout(giveUp, 1000 * (run.timeLimitSeconds ?? secondsPerDay))
    const stall = watchForStall(run.stallSeconds ?? usualStallSeconds, giveUp)
    process.fluent.on('stderr', (line: string) => readLine(line, log, stall, run))
    run.signal.addEventListener('abort', kill, { once: true })
    const settle = (finish: () => void): void => {
      clearTimeout(timer)
      stall.end()
      run.signal.removeEventListener('abort', kill)
      finish()
    }
    const fail = (error: unknown): void => settle(() => reject(run.signal.aborted ? run.signal.reason : process.streamError() ?? failureOf(error, run, log, isTooLong)))
    process.fluent.on('error', fail)
    // Where an input or a filter is given no memory, ffmpeg takes that for its end, and calls it success.
    const shortage = (): Error | undefined => wantedMemory(log) ? new Error('ffmpeg ended early') : undefined
    const finish = (): void => {
      const error = process.streamError() ?? shortage()
      if (error === undefined) settle(() => resolve(log.join('\n')))
      else fail(error)
    }
    process.fluent.on('end', () => { process.outputRead.then(finish, fail) })
    process.fluent.run()
  })
}

function failureOf(error: unknown, run: FfmpegRun, log: string[], isTooLong: boolean): AppError {
  if (error instanceof AppError) return error
  if (notStarted.test(String((error as Error).message))) {
    return new AppError('tool.missing', 'ffmpeg was not found on this machine; `npm run setup` installs it or says how.', { cause: error })
  }
  const why = isTooLong ? `${tookTooLong}. Trying again may help` : limitThatWasHit(error, log) ?? 'ffmpeg stopped with an error. Trying again may help'
  return new AppError('render.ffmpeg_failed', `${capital(run.task)} did not work: ${why}.`, {
    cause: new Error(log.slice(-30).join('\n') || String(error), { cause: error }),
  })
}

/** The system says so by a signal (a file may not grow) or an error (no more memory is given). */
function limitThatWasHit(error: unknown, log: string[]): string | null {
  if (/SIGXFSZ|code 153\b/.test(String(error)) || log.some(line => line.includes('File too large'))) return tooMuchOutput
  return wantedMemory(log) ? tooMuchMemory : null
}

function wantedMemory(log: string[]): boolean {
  return log.some(line => /Cannot allocate memory|Out of memory|bad_alloc|malloc(ing)? .*failed/i.test(line))
}

/** `-progress` writes `key=value` lines between what ffmpeg says. */
function readLine(line: string, log: string[], stall: StallWatch, { onProgress, onFrames }: FfmpegRun): void {
  const pair = /^(frame|fps|stream_\S+|bitrate|total_size|out_time_us|out_time_ms|out_time|dup_frames|drop_frames|speed|progress)=\s*(\S*)/.exec(line)
  if (!pair) {
    if (line.trim() !== '') log.push(line)
    if (log.length > keptLogLines) log.shift()
    return
  }
  if (signsOfLife.has(pair[1]!)) stall.see(pair[1]!, pair[2]!)
  if (pair[1] === 'frame') onFrames?.(Number(pair[2]))
  const seconds = Number(pair[2]) / 1_000_000
  if (pair[1] === 'out_time_us' && Number.isFinite(seconds) && seconds >= 0) onProgress?.(seconds)
}

interface FfmpegProcess {
  fluent: ffmpeg.FfmpegCommand
  /** Settles when `onOutput` has had everything. */
  outputRead: Promise<unknown>
  /** What `input` or `onOutput` threw: ffmpeg was then killed for it. */
  streamError(): unknown
  kill(): void
}

const tookTooLong = 'it took far too long'
const tooMuchMemory = 'it needed more memory than a recording may take'
const tooMuchOutput = 'it wrote far more than a recording can need'
/** What a shell answers for a program that is not there, or is none. */
const notStarted = /exited with code 12[67]\b/

const noLines = { get: () => '' }
type Spawned = (process: ChildProcess, ...rings: unknown[]) => void
/** fluent-ffmpeg's inner step that starts the program; it hands `options` to `spawn` as they are. */
interface FluentInside {
  _spawnFfmpeg(args: string[], options: object, onSpawned: Spawned, onEnd: (...result: unknown[]) => void): void
  _checkCapabilities(done: (error: null) => void): void
  availableEncoders(done: (error: null, encoders: object) => void): void
}

function makeProcess(tools: FfmpegTools, command: FfmpegCommand, graph: string[], run: FfmpegRun): FfmpegProcess {
  const fluent = buildCommand(command, graph, run)
  const inside = fluent as unknown as FluentInside
  const spawn = inside._spawnFfmpeg.bind(fluent)
  const outputRead = Promise.withResolvers<null>()
  let child: ChildProcess | undefined
  let streamError: unknown
  const limits = limitsOf(command, run)
  const kill = (): void => killGroup(child)
  const give = (error: unknown): void => { streamError ??= error; kill() }
  // A process group of its own, so that wrappers die with ffmpeg; and none of our secrets in its environment.
  inside._spawnFfmpeg = (args, options, onSpawned, onEnd) => {
    const stdio = ['pipe', 'pipe', 'pipe', 'pipe']
    spawn(limitedArguments(limits, tools.ffmpegPath, args), { ...options, captureStdout: false, detached: true, stdio, env: tools.environment }, (started, ...rings) => {
      child = started
      started.once('exit', () => started.stdio[3]?.destroy())
      readOutput(started, run, limits.outputBytes).catch(give).finally(() => outputRead.resolve(null))
      writeInput(started, run.input).catch(give)
      onSpawned(started, ...rings)
      if (run.signal.aborted) kill()
      // A program that could not be started ends without its line rings, which fluent-ffmpeg then reads.
    }, (error, stdout = noLines, stderr = noLines) => onEnd(error, stdout, stderr))
  }
  // It would list all formats and encoders first, and misreads the lists of ffmpeg 7; ffmpeg itself says what it lacks.
  inside._checkCapabilities = done => done(null)
  inside.availableEncoders = done => done(null, {})
  return { fluent, outputRead: outputRead.promise, streamError: () => streamError, kill }
}

function buildCommand(command: FfmpegCommand, graph: string[], run: FfmpegRun): ffmpeg.FfmpegCommand {
  const fluent = ffmpeg({ stdoutLines: keptLogLines, niceness: run.niceness ?? 0, ...(run.folder === undefined ? {} : { cwd: run.folder }) })
  fluent.setFfmpegPath('/bin/sh')
  for (const [index, { path, options = [] }] of command.inputs.entries()) {
    const allowed = options.includes('-f') ? [] : ['-format_whitelist', mediaDemuxers]
    // fluent-ffmpeg writes inputs first; options that hold for the whole run stand before the first.
    const whole = index === 0 ? ['-hide_banner', '-nostdin', '-nostats', '-v', command.logLevel ?? 'error', '-progress', 'pipe:2'] : []
    // Two arguments or more: fluent-ffmpeg then splits none of them at spaces.
    fluent.input(path).inputOptions(...([...whole, ...localOnly, ...allowed, ...options] as string[] as [string]))
  }
  for (const [index, { path, options = [] }] of command.outputs.entries()) {
    const first = index === 0 ? graph : []
    fluent.output(path).outputOptions(...(['-y', ...first, ...options] as string[] as [string]))
  }
  return fluent
}

function limitsOf({ outputs }: FfmpegCommand, { limits = usualLimits }: FfmpegRun): ProgramLimits {
  const isOnGpu = outputs.some(({ options = [] }) => options.some(option => gpuEncoder.test(option)))
  return isOnGpu ? { ...limits, memoryBytes: Number.POSITIVE_INFINITY } : limits
}

async function readOutput(child: ChildProcess, { onOutput, task }: FfmpegRun, mostBytes: number): Promise<void> {
  if (!child.stdout) return
  let read = 0
  for await (const bytes of child.stdout as AsyncIterable<Buffer>) {
    read += bytes.length
    if (read > mostBytes) throw new AppError('render.ffmpeg_failed', `${capital(task)} did not work: ${tooMuchOutput}.`)
    await onOutput?.(bytes)
  }
}

async function writeInput(child: ChildProcess, input: FfmpegRun['input']): Promise<void> {
  if (!input || !child.stdin) return
  const stdin = child.stdin
  // ffmpeg may stop reading (it has enough, or it failed): its exit code tells which.
  let isOpen = true
  const closed = new Promise(resolve => stdin.once('close', resolve))
  stdin.on('error', () => { isOpen = false })
  for await (const bytes of input) {
    if (!isOpen) return
    if (!stdin.write(bytes)) await Promise.race([new Promise(resolve => stdin.once('drain', resolve)), closed])
  }
  stdin.end()
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
