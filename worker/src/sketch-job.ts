import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { editPlan, type EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { StageName } from '@f2l/common/contracts/job.ts'
import type { Sketch, SketchAnswer } from '@f2l/common/contracts/sketch.ts'
import { makeTimeMap } from '@f2l/common/contracts/time-map.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { ObjectStore } from '@f2l/common/object-store.ts'
import type { z } from 'zod'
import { analyseInputs, machineFor, planInputOf, type PipelineTools } from './pipeline.ts'
import { expectedSeconds } from './plan/expected-time.ts'
import { analysis, mediaInfo } from './plan/facts.ts'
import type { PlanInput } from './plan/plan-edit.ts'
import { stageHash } from './stage-runner.ts'
import { drawFrame } from './stages/draw-frame.ts'
import { missingPieces } from './stages/forecast.ts'
import { ingested, type Ingested } from './stages/ingest.ts'
import { plan as makePlan } from './stages/plan.ts'
import { readLogo } from './stages/read-logo.ts'
import { foundTranscript } from './stages/transcript.ts'
import { noRenderCache, type RenderCache } from './tools/render-cache.ts'

export interface SketchDeps { tools: PipelineTools; store: ObjectStore }

/** Makes sketches, and remembers the last draft's plan: many places of one draft are looked at. */
export interface Sketcher {
  /** `folder` is empty and removed by the caller. @throws AppError `sketch.not_possible`, and what planning and rendering throw */
  make(sketch: Sketch, folder: string, signal: AbortSignal): Promise<Exclude<SketchAnswer, { kind: 'failed' }>>
}

/** Plates of drafts go into the render cache, too, which a conversion brings back to its limit; so does every so many sketches. */
const trimEvery = 50

export function makeSketcher({ tools, store }: SketchDeps): Sketcher {
  let made = 0
  let last: { hash: string; plan: EditPlan } | undefined
  async function planOf(sketch: Sketch, input: PlanInput, signal: AbortSignal): Promise<EditPlan> {
    const hash = stageHash('plan', input)
    if (last?.hash === hash) return last.plan
    const remembered = sketch.finishedStages.find(({ stage, inputHash }) => stage === 'plan' && inputHash === hash)
    const plan = editPlan.safeParse(remembered?.result).data ?? await makePlan(input, { signal, report: () => undefined, environment: tools.ffmpeg.environment })
    last = { hash, plan }
    return plan
  }
  return {
    make: async (sketch, folder, signal) => {
      made += 1
      if (made % trimEvery === 0) await tools.renderCaches?.trim()
      const facts = readFacts(sketch)
      const plan = await planOf(sketch, facts.input, signal)
      const { url: logo } = await readLogo(plan, store)
      const cache = tools.renderCaches?.of(facts.input.media.sha256) ?? noRenderCache
      const known = { ...facts, plan, logo, cache }
      return sketch.wish.kind === 'forecast' ? forecast(sketch, known, tools, signal) : frame(sketch, sketch.wish.at, known, folder, { tools, store }, signal)
    },
  }
}

interface Facts { source: Ingested; input: PlanInput }
interface Known extends Facts { plan: EditPlan; logo: string | null; cache: RenderCache }

/** What the recording's jobs found out, as a conversion with these options would use it. */
function readFacts(sketch: Sketch): Facts {
  const source = found(sketch, 'ingest', ingested)
  const media = found(sketch, 'probe', mediaInfo)
  const { transcript } = found(sketch, 'transcript', foundTranscript)
  const { look, bubble } = sketch.options
  const needsFaces = look === 'framed' && bubble === 'auto' && media.video !== null
  const analysed = found(sketch, 'analyse', analysis)
  if (needsFaces && stageOf(sketch, 'analyse')?.inputHash !== stageHash('analyse', analyseInputs(media, transcript, true))) {
    throw new AppError('sketch.not_possible', 'Nobody has looked for faces in this recording yet, so this can be shown only once the video was made in a frame.')
  }
  return { source, input: planInputOf(sketch, source, { media, analysis: analysed, transcript }) }
}

function found<T>(sketch: Sketch, stage: StageName, shape: z.ZodType<T>): T {
  const parsed = shape.safeParse(stageOf(sketch, stage)?.result)
  if (parsed.success) return parsed.data
  throw new AppError('sketch.not_possible', 'What is needed to draw this was not kept. It works again once the video was made anew.')
}

function stageOf({ finishedStages }: Sketch, name: StageName): Sketch['finishedStages'][number] | undefined {
  return finishedStages.find(({ stage }) => stage === name)
}

async function frame(sketch: Sketch, at: number | null, { source, input: { media }, plan, logo, cache }: Known, folder: string, { tools, store }: SketchDeps, signal: AbortSignal): Promise<SketchAnswer & { kind: 'frame' }> {
  const sourcePath = at === null ? '' : await localSource(source, sketch.sourceKey, store, folder)
  const jpeg = await drawFrame({ plan, media, sourcePath, at, logo, folder: join(folder, 'frame'), cache }, { tools: tools.ffmpeg, browser: tools.browser, signal })
  return { kind: 'frame', jpeg: jpeg.toString('base64') }
}

/** Where the job left it, else as the store has it. */
async function localSource({ path, sizeBytes }: Ingested, key: Sketch['sourceKey'], store: ObjectStore, folder: string): Promise<string> {
  if (await stat(path).then(file => file.size === sizeBytes, () => false)) return path
  if (key === null || (await store.stat(key))?.sizeBytes !== sizeBytes) throw new AppError('sketch.not_possible', 'The recording is not stored as it was used, so no frame of it can be drawn here.')
  const local = join(folder, basename(path))
  await store.toLocalFile(key, local)
  return local
}

async function forecast({ options }: Sketch, { input: { media, analysis: { loudness } }, plan, logo, cache }: Known, tools: PipelineTools, signal: AbortSignal): Promise<SketchAnswer & { kind: 'forecast' }> {
  const missing = await missingPieces({ plan, media, loudness, logo, cache, encoder: tools.videoEncoder }, tools.ffmpeg, signal)
  const machine = await machineFor(media, tools, signal)
  const { plan: planning, render, package: packing, verify } = expectedSeconds({ media, options, plan, isTranscribed: false, crowding: machine.crowding, drawnShare: missing?.share }, machine.speed)
  return {
    kind: 'forecast', pieces: missing && { made: missing.made, all: missing.all },
    seconds: Math.round(planning + render + packing + verify), videoSeconds: makeTimeMap(plan).outputSeconds,
    cuts: plan.cuts.map(({ span, reason, confidence, text }) => ({ span, reason, confidence, text })),
  }
}
