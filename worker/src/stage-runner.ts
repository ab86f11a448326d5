import { createHash } from 'node:crypto'
import { stageShares, type StageName } from '@f2l/common/contracts/job.ts'

/** Remembers finished stages, so that a job that was killed goes on from the last one. */
export interface StageMemory {
  recall(stage: StageName, inputHash: string): Promise<unknown | undefined>
  remember(stage: StageName, inputHash: string, result: unknown, seconds: number): Promise<void>
}

export interface StageContext {
  signal: AbortSignal
  /** How much of this stage is done, 0..1. Values that fall or leave the range are ignored. */
  report(fraction: number): void
}

export interface StageSpec<T> {
  /** Everything that decides the result, as JSON; a changed input runs the stage again. */
  inputs: unknown
  /** Turns a remembered value back into the result; undefined when it (or its files) is no longer usable. */
  restore(remembered: unknown): Promise<T | undefined> | T | undefined
  work(context: StageContext): Promise<T>
}

export interface StageRunner {
  run<T>(stage: StageName, spec: StageSpec<T>): Promise<T>
  /** Stage → seconds it took; 0 where its remembered result was used. */
  readonly timings: Readonly<Partial<Record<StageName, number>>>
}

export interface StageRunnerOptions {
  memory: StageMemory
  signal: AbortSignal
  /** Percent of the whole job, 0..100, never falling. */
  onProgress(stage: StageName, percent: number): void
}

export function makeStageRunner({ memory, signal, onProgress }: StageRunnerOptions): StageRunner {
  const timings: Partial<Record<StageName, number>> = {}
  let highest = 0
  let shown: StageName | undefined
  function advance(stage: StageName, fraction: number): void {
    // Tenths: sums of shares are not whole in binary.
    const percent = Math.round(1000 * (shareBefore(stage) + stageShares[stage] * Math.min(1, Math.max(0, fraction)))) / 10
    if (!Number.isFinite(percent) || (percent < highest && stage === shown)) return
    // A stage that is run a second time is said, but nothing goes back.
    highest = Math.min(100, Math.max(highest, percent))
    shown = stage
    onProgress(stage, highest)
  }
  async function run<T>(stage: StageName, spec: StageSpec<T>): Promise<T> {
    signal.throwIfAborted()
    advance(stage, 0)
    const inputHash = hashOf([stage, spec.inputs])
    const remembered = await memory.recall(stage, inputHash)
    const restored = remembered === undefined ? undefined : await spec.restore(remembered)
    const result = restored ?? await runAndRemember(stage, inputHash, spec)
    timings[stage] ??= 0
    advance(stage, 1)
    return result
  }
  async function runAndRemember<T>(stage: StageName, inputHash: string, spec: StageSpec<T>): Promise<T> {
    const startedAt = performance.now()
    const result = await spec.work({ signal, report: fraction => advance(stage, fraction) })
    const seconds = (performance.now() - startedAt) / 1000
    timings[stage] = (timings[stage] ?? 0) + seconds
    await memory.remember(stage, inputHash, result, seconds)
    // What follows works with what a later attempt would be given: else its inputs differ and it runs again.
    return await spec.restore(JSON.parse(JSON.stringify(result ?? null))) ?? result
  }
  return { run, timings }
}

function shareBefore(stage: StageName): number {
  let sum = 0
  for (const [name, share] of Object.entries(stageShares)) {
    if (name === stage) return sum
    sum += share
  }
  return sum
}

/** Fields in any order give the same hash: a schema hands them out in an order of its own. */
function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value, sortFields)).digest('hex')
}

function sortFields(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
