import { createHash } from 'node:crypto'
import type { StageName } from '@f2l/common/contracts/job.ts'
import { makeTimeLeft, type Standing } from './time-left.ts'

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
  /** What the stages that are not over are expected to take, in seconds: percents and the time left follow it. */
  expect(seconds: Partial<Record<StageName, number>>): void
  /** Stage → seconds it took; 0 where its remembered result was used. */
  readonly timings: Readonly<Partial<Record<StageName, number>>>
}

export interface StageRunnerOptions {
  memory: StageMemory
  signal: AbortSignal
  /** `percent` of the whole job, 0..100, never falls; `secondsLeft` is null until something is expected. */
  onProgress(stage: StageName, percent: number, secondsLeft: number | null): void
}

export function makeStageRunner({ memory, signal, onProgress }: StageRunnerOptions): StageRunner {
  const timings: Partial<Record<StageName, number>> = {}
  const time = makeTimeLeft()
  const tell = (stage: StageName, { percent, secondsLeft }: Standing): void => onProgress(stage, percent, secondsLeft)
  async function run<T>(stage: StageName, spec: StageSpec<T>): Promise<T> {
    signal.throwIfAborted()
    tell(stage, time.begin(stage))
    const inputHash = stageHash(stage, spec.inputs)
    const remembered = await memory.recall(stage, inputHash)
    const restored = remembered === undefined ? undefined : await spec.restore(remembered)
    const result = restored ?? await runAndRemember(stage, inputHash, spec)
    timings[stage] ??= 0
    tell(stage, time.finish(stage, restored !== undefined))
    return result
  }
  async function runAndRemember<T>(stage: StageName, inputHash: string, spec: StageSpec<T>): Promise<T> {
    const startedAt = performance.now()
    const result = await spec.work({ signal, report: fraction => tell(stage, time.advance(stage, fraction)) }).catch((error: unknown) => {
      // Streams and timers name an abort in words of their own.
      signal.throwIfAborted()
      throw error
    })
    const seconds = (performance.now() - startedAt) / 1000
    timings[stage] = (timings[stage] ?? 0) + seconds
    await memory.remember(stage, inputHash, result, seconds)
    // What follows works with what a later attempt would be given: else its inputs differ and it runs again.
    return await spec.restore(JSON.parse(JSON.stringify(result ?? null))) ?? result
  }
  return { run, expect: time.expect, timings }
}

/** By what a remembered stage is known to be the same. */
export function stageHash(stage: StageName, inputs: unknown): string {
  return hashOf([stage, inputs])
}

/** Fields in any order give the same hash: a schema hands them out in an order of its own. */
function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value, sortFields)).digest('hex')
}

function sortFields(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
