import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { editPlan, type ConvertOptions, type EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { ObjectKey } from '@f2l/common/contracts/ids.ts'
import type { MachineSpeed } from '@f2l/common/contracts/machine-speed.ts'
import { convertReport, type ConvertReport } from '@f2l/common/contracts/report.ts'
import type { MeetingNotes, Transcript } from '@f2l/common/contracts/transcript.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { ObjectStore } from '@f2l/common/object-store.ts'
import type { SafeFetch } from '@f2l/common/safe-fetch.ts'
import { assumedSpeed, expectedSeconds, total } from './plan/expected-time.ts'
import { analysis, mediaInfo, type Analysis, type MediaInfo } from './plan/facts.ts'
import type { PlanInput } from './plan/plan-edit.ts'
import type { StageContext, StageRunner, StageSpec } from './stage-runner.ts'
import { analyse } from './stages/analyse.ts'
import { freeIfLong } from './stages/free-if-long.ts'
import { ingest, restoreIngest, type Ingested, type IngestSource } from './stages/ingest.ts'
import { packageVideo, type PackagedFiles, type PackageRole } from './stages/package.ts'
import { plan as makePlan } from './stages/plan.ts'
import { probe } from './stages/probe.ts'
import { render } from './stages/render.ts'
import { transcribe } from './stages/transcribe.ts'
import { findTranscript, foundTranscript, type FoundTranscript } from './stages/transcript.ts'
import { readLogo } from './stages/read-logo.ts'
import { verify, type Verified } from './stages/verify.ts'
import { writeReport } from './stages/write-report.ts'
import type { BrowserTools } from './tools/browser.ts'
import { ffmpegVersion, type FfmpegTools } from './tools/ffmpeg.ts'
import { isThere } from './tools/is-there.ts'
import { makePacketShelf, type PacketShelf } from './tools/packet-shelf.ts'
import type { RenderCaches } from './tools/render-cache.ts'
import type { SpeechToText } from './tools/speech-to-text.ts'
import { chooseEncoder, softwareEncoder, type EncoderSetting } from './tools/video-encoder.ts'

export interface ConvertInput {
  source: IngestSource
  options: ConvertOptions
  /** A title known before the recording was fetched. */
  title: string | null
  /** Where an earlier conversion of it stored the source. */
  storedKey?: ObjectKey | null | undefined
}

export interface PipelineTools {
  ffmpeg: FfmpegTools
  browser: BrowserTools
  fetch: SafeFetch
  fathom: { shareUrl: string; apiUrl: string }
  maxBytes: number
  maxSeconds: number
  /** Parallel render processes. */
  processes: number
  /** Writes down recordings that come without a transcript. */
  speech?: { engine: SpeechToText; language: string | null }
  /** What earlier jobs rendered; without it each job renders all of its own. */
  renderCaches?: RenderCaches | undefined
  /** VIDEO_ENCODER; absent: software. */
  videoEncoder?: EncoderSetting
  /** For the log: what was done in another way than hoped for, and why. */
  note?(sentence: string): void
  /** How fast this machine is and how crowded it is now, asked once it is known how long the recording is; absent: as assumed. */
  machine?(durationSeconds: number, signal: AbortSignal): Promise<{ speed: MachineSpeed; crowding: number }>
  /** Told how long the conversion will take, in seconds, before the work begins. */
  announce?(seconds: number): void
  /** Told where the source lies once the cuts are known: it can be watched while the video is made. */
  offerSource?(source: { path: string; storedKey?: ObjectKey | undefined }): Promise<void>
  /** Needed for uploads only. */
  store?: ObjectStore
  /** Keeps the id of a Fathom download, so that a later attempt asks for the same. */
  noteDownload?(downloadId: string): Promise<void>
}

export interface PipelineContext {
  stages: StageRunner
  /** Absolute; holds this job's files only. A later attempt with the same folder goes on where this one stopped. */
  folder: string
  tools: PipelineTools
  signal: AbortSignal
}

/** … and what the stages of one job share. */
interface StageTools extends PipelineTools { packets: PacketShelf }
interface JobContext extends PipelineContext { tools: StageTools }

export type FileRole = PackageRole | 'report'
export interface ConvertOutput {
  sourcePath: string
  /** Where the source lies in the store already. */
  storedKey?: ObjectKey | undefined
  notes: MeetingNotes
  transcript: Transcript
  plan: EditPlan
  report: ConvertReport
  /** Role → absolute path; all lie in one folder that holds nothing else. Captions may be missing. */
  files: Partial<Record<FileRole, string>> & { video: string }
}

/**
 * One recording becomes one Loom-style video. A stage whose inputs are unchanged and whose files are still there
 * is not run again.
 * @throws AppError with the sentence for the person; `verify.failed` when also a second, safer render does not pass its checks
 */
export async function convert(input: ConvertInput, { stages, folder, tools: given, signal }: PipelineContext): Promise<ConvertOutput> {
  const tools: StageTools = { ...given, packets: makePacketShelf(given.ffmpeg) }
  await mkdir(folder, { recursive: true })
  const source = await stages.run('ingest', ingestStage(input, folder, tools))
  const media = await stages.run('probe', probeStage(source, tools))
  const foresee = await foresight({ input, source, media }, stages, tools, signal)
  const { transcript, note: transcriptNote } = await stages.run('transcript', transcriptStage(source, media, folder, tools))
  freeIfLong(media)
  const facts = await stages.run('analyse', analyseStage(source, media, transcript, input.options.look === 'framed', folder, tools))
  const plan = await stages.run('plan', planStage({ input, source, media, facts, transcript }, tools))
  foresee(plan)
  await tools.offerSource?.(source)
  freeIfLong(media)
  const logo = await readLogo(plan, tools.store)
  const { files, verified, saferBecause } = await makeVideo({ source, media, transcript, facts, plan, logo: logo.url }, { stages, folder, tools, signal })
  const report = await writeReport({ source, media, plan, transcriptNote, logoNote: logo.note, verified, saferBecause, files, timings: stages.timings })
  return { sourcePath: source.path, storedKey: source.storedKey, notes: source.notes, transcript, plan, ...report }
}

/** Says how long the job will take; the function that is given says it better once there is a plan. */
async function foresight({ input: { options }, source, media }: { input: ConvertInput; source: Ingested; media: MediaInfo }, stages: StageRunner, tools: PipelineTools, signal: AbortSignal): Promise<(plan: EditPlan) => void> {
  const machine = await machineFor(media, tools, signal)
  const isTranscribed = tools.speech !== undefined && media.hasAudio && source.transcript === null && source.transcriptPath === null
  const expect = (plan?: EditPlan): number => {
    const seconds = expectedSeconds({ media, options, plan, isTranscribed, crowding: machine.crowding }, machine.speed)
    stages.expect(seconds)
    return total(seconds)
  }
  tools.announce?.(expect())
  return plan => void expect(plan)
}

/** How fast this machine is, as it is measured or else as assumed, and how crowded. */
export async function machineFor({ durationSeconds }: Pick<MediaInfo, 'durationSeconds'>, { machine, processes }: Pick<PipelineTools, 'machine' | 'processes'>, signal: AbortSignal): Promise<{ speed: MachineSpeed; crowding: number }> {
  return await machine?.(durationSeconds, signal) ?? { speed: assumedSpeed(processes), crowding: 1 }
}

function ingestStage({ source, storedKey }: ConvertInput, folder: string, tools: PipelineTools): StageSpec<Ingested> {
  const deps = { folder: join(folder, 'source'), fetch: tools.fetch, fathom: tools.fathom, tools: tools.ffmpeg, maxBytes: tools.maxBytes, store: tools.store, noteDownload: tools.noteDownload }
  const stored = storedKey && tools.store ? { key: storedKey, store: tools.store, folder: deps.folder } : undefined
  return { inputs: withoutSecrets(source), restore: remembered => restoreIngest(remembered, stored), work: context => ingest(source, deps, context) }
}

/** Keys change and must not be written down; the same recording stays the same. */
function withoutSecrets(source: IngestSource): unknown {
  return source.kind === 'fathom-account' ? { kind: source.kind, fathomRecordingId: source.fathomRecordingId } : source
}

function probeStage({ path, sha256 }: Ingested, { ffmpeg, packets, maxSeconds }: StageTools): StageSpec<MediaInfo> {
  return stageOf(mediaInfo, [sha256, maxSeconds], ({ signal }) => probe(path, { sha256, maxSeconds }, { tools: ffmpeg, packets, signal }))
}

function transcriptStage({ path, transcriptPath, transcript }: Ingested, media: MediaInfo, folder: string, { ffmpeg, speech }: PipelineTools): StageSpec<FoundTranscript> {
  const { audio, sha256, durationSeconds } = media
  const recording = audio && { sourcePath: path, sha256, streamIndex: audio.streamIndex, durationSeconds, folder: join(folder, 'speech') }
  return {
    inputs: [transcriptPath, transcript, durationSeconds, speech?.engine.name, speech?.language],
    restore: remembered => {
      const found = foundTranscript.safeParse(remembered).data
      return found?.mayRetry ? undefined : found
    },
    work: context => findTranscript({
      sources: { transcriptPath, transcript }, media, signal: context.signal,
      writeDown: speech && recording ? () => transcribe(recording, { tools: ffmpeg, ...speech, ...context }) : null,
    }),
  }
}

/** What a remembered analysis is known by; `hasBubble`: faces were looked for. */
export function analyseInputs(media: MediaInfo, transcript: Transcript, hasBubble: boolean): unknown {
  return [media, transcript, hasBubble]
}

function analyseStage({ path }: Ingested, media: MediaInfo, transcript: Transcript, hasBubble: boolean, folder: string, { ffmpeg, packets }: StageTools): StageSpec<Analysis> {
  return stageOf(analysis, analyseInputs(media, transcript, hasBubble), async ({ signal, report }) => {
    const scratch = join(folder, 'analysis')
    await mkdir(scratch, { recursive: true })
    return analyse({ sourcePath: path, media, transcript, hasBubble, folder: scratch }, { tools: ffmpeg, packets, signal, report })
  })
}

interface PlanFacts { input: ConvertInput; source: Ingested; media: MediaInfo; facts: Analysis; transcript: Transcript }

/** The job learns the meeting's own title while it runs: a later attempt must plan from the same words. */
export function planInputOf({ options, title }: Pick<ConvertInput, 'options' | 'title'>, { notes, fileName }: Pick<Ingested, 'notes' | 'fileName'>, { media, analysis, transcript }: Pick<PlanInput, 'media' | 'analysis' | 'transcript'>): PlanInput {
  return { media, analysis, transcript, notes, options, title: notes.title ?? title, fileName }
}

function planStage({ input, source, media, facts, transcript }: PlanFacts, { ffmpeg }: PipelineTools): StageSpec<EditPlan> {
  const planInput = planInputOf(input, source, { media, analysis: facts, transcript })
  return stageOf(editPlan, planInput, context => makePlan(planInput, { ...context, environment: ffmpeg.environment }))
}

interface VideoFacts { source: Ingested; media: MediaInfo; transcript: Transcript; facts: Analysis; plan: EditPlan; logo: string | null }
interface MadeVideo { files: PackagedFiles; verified: Verified; saferBecause: string | null }

/**
 * Renders, packages and verifies. A video that fails a check is thrown away with everything it was made from and
 * rendered once more, the safer way; one that fails again is a failed job with its reason. A note in the work folder
 * keeps a later attempt from making the first one again.
 */
async function makeVideo(made: VideoFacts, context: JobContext): Promise<MadeVideo> {
  const note = join(context.folder, 'safer-render.txt')
  const known = await readFile(note, 'utf8').catch(() => null)
  if (known !== null) return makeSaferVideo(made, known, note, context)
  try {
    return { ...await makeAndProve(made, false, context), saferBecause: null }
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'verify.failed') throw error
    await writeFile(note, error.message)
    await context.tools.renderCaches?.forget(made.media.sha256)
    await throwAway(context.folder, false)
    return makeSaferVideo(made, error.message, note, context)
  }
}

async function makeSaferVideo(made: VideoFacts, saferBecause: string, note: string, context: JobContext): Promise<MadeVideo> {
  try {
    return { ...await makeAndProve(made, true, context), saferBecause }
  } catch (error) {
    if (error instanceof AppError && error.code === 'verify.failed') {
      // The next attempt of the job begins as the first one did.
      await throwAway(context.folder, true)
      await rm(note, { force: true })
    }
    throw error
  }
}

async function makeAndProve(made: VideoFacts, isSafer: boolean, { stages, folder, tools, signal }: JobContext): Promise<{ files: PackagedFiles; verified: Verified }> {
  const { source, media, transcript, facts, plan, logo } = made
  const video = await stages.run('render', await renderStage({ source, media, facts, plan, logo, isSafer, folder, tools, signal }))
  const files = await stages.run('package', packageStage(video, plan, transcript, folder, tools))
  return { files, verified: await stages.run('verify', verifyStage({ source, media, facts, plan, files, isSafer, tools })) }
}

/** Remembered stages whose files are gone are run again: what failed must not be handed out a second time. */
async function throwAway(folder: string, isSafer: boolean): Promise<void> {
  for (const made of [renderFolder(folder, isSafer), resultFolder(folder)]) await rm(made, { recursive: true, force: true })
}

function resultFolder(folder: string): string {
  return join(folder, 'result')
}

function renderFolder(folder: string, isSafer: boolean): string {
  return join(folder, isSafer ? 'safer-render' : 'render')
}

interface RenderFacts { source: Ingested; media: MediaInfo; facts: Analysis; plan: EditPlan; logo: string | null; isSafer: boolean; folder: string; tools: PipelineTools; signal: AbortSignal }

async function renderStage({ source, media, facts, plan, logo, isSafer, folder, tools, signal }: RenderFacts): Promise<StageSpec<string>> {
  const version = await ffmpegVersion(tools.ffmpeg, signal)
  const cache = isSafer ? undefined : tools.renderCaches?.of(media.sha256)
  const input = { sourcePath: source.path, media, plan, logo, loudness: facts.loudness, folder: renderFolder(folder, isSafer), processes: tools.processes, isSafer, cache }
  return {
    inputs: [plan, facts.loudness, version, ...(isSafer ? ['safer'] : []), ...(logo === null ? [] : [logo])],
    restore: async remembered => typeof remembered === 'string' && await isThere(remembered) ? remembered : undefined,
    work: async ({ signal, report }) => {
      const { encoder, note } = await chooseEncoder(isSafer ? softwareEncoder.name : tools.videoEncoder ?? softwareEncoder.name, plan.layout, tools.ffmpeg, signal)
      if (note !== null) tools.note?.(note)
      const { videoPath } = await render({ ...input, encoder }, { tools: tools.ffmpeg, browser: tools.browser, signal, report, note: tools.note })
      await tools.renderCaches?.trim()
      return videoPath
    },
  }
}

function packageStage(videoPath: string, plan: EditPlan, transcript: Transcript, folder: string, { ffmpeg, packets }: StageTools): StageSpec<PackagedFiles> {
  return {
    inputs: [videoPath, plan, transcript],
    restore: async remembered => {
      const files = z.record(z.string(), z.string()).safeParse(remembered).data
      const found = await Promise.all(Object.values(files ?? {}).map(isThere))
      return files?.['video'] !== undefined && found.every(Boolean) ? files as PackagedFiles : undefined
    },
    work: context => packageVideo({ videoPath, plan, transcript, folder: resultFolder(folder) }, { tools: ffmpeg, packets, ...context }),
  }
}

interface VerifyFacts { source: Ingested; media: MediaInfo; facts: Analysis; plan: EditPlan; files: PackagedFiles; isSafer: boolean; tools: StageTools }

function verifyStage({ source, media, facts, plan, files, isSafer, tools }: VerifyFacts): StageSpec<Verified> {
  const input = { videoPath: files.video, sourcePath: source.path, media, plan, loudness: facts.loudness, captionsPath: files.captionsVtt ?? null }
  return stageOf(convertReport.pick({ video: true, checks: true }), [files.video, plan, isSafer], context => verify(input, { tools: tools.ffmpeg, packets: tools.packets, browser: tools.browser, ...context }))
}

/** A stage whose whole result is its value: what was remembered counts if it still has that shape. */
function stageOf<T>(shape: z.ZodType<T>, inputs: unknown, work: (context: StageContext) => Promise<T>): StageSpec<T> {
  return { inputs, restore: remembered => shape.safeParse(remembered).data, work }
}
