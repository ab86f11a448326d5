import { stageShares, type StageName } from '@f2l/common/contracts/job.ts'
import { makeStagePace } from './stage-pace.ts'

export interface Standing {
  /** 0..100, never falling. */
  percent: number
  /** Null until it is known what is to be done. */
  secondsLeft: number | null
}

export interface TimeLeft {
  /** What the stages that are not over are expected to take, in seconds; a later word replaces an earlier one. */
  expect(seconds: Partial<Record<StageName, number>>): void
  /** A stage begins, for the first time or anew; all that comes after it comes after it again. */
  begin(stage: StageName): Standing
  /** So much of the stage is done, 0..1. What falls, leaves the range or is no number is ignored. */
  advance(stage: StageName, fraction: number): Standing
  /** The stage is over; `isRestored`: its earlier result was used, which took no time. */
  finish(stage: StageName, isRestored: boolean): Standing
}

const order = Object.keys(stageShares) as StageName[]
/** What is said moves to a new estimate within about a twentieth of it, so that it does not jump. */
const smoothing = { share: 0.05, leastSeconds: 2, mostSeconds: 15 }
/**
 * How far a job is and how long it still takes: from what its stages are expected to take, corrected by how long what is
 * done of them took. Until something is expected, percents follow the usual shares of the stages.
 */
export function makeTimeLeft(now: () => number = () => performance.now() / 1000): TimeLeft {
  const expected = new Map<StageName, number>()
  const done = new Map<StageName, number>()
  const pace = makeStagePace(now)
  const said = makeSteady(now)
  let base = 0
  let percent = 0

  const fractionOf = (stage: StageName): number => done.get(stage) ?? 0
  function standing(): Standing {
    const reached = expected.size === 0 ? shareDone(fractionOf) : base + (100 - base) * doneOf(expected, fractionOf)
    // Tenths: sums of shares are not whole in binary.
    percent = Math.min(100, Math.max(percent, Math.round(10 * reached) / 10))
    return { percent, secondsLeft: expected.size === 0 ? null : said.at(secondsLeft()) }
  }
  function secondsLeft(): number {
    const ratio = pace.ratio(expected, fractionOf)
    let left = 0
    for (const [stage, seconds] of expected) left += pace.rest(stage, fractionOf(stage), seconds * (1 - fractionOf(stage)) * ratio)
    return left
  }
  return {
    expect: seconds => {
      base = percent
      expected.clear()
      for (const stage of order) if (fractionOf(stage) < 1 && (seconds[stage] ?? 0) > 0) expected.set(stage, seconds[stage]!)
      said.reset()
    },
    begin: stage => {
      for (const later of order.slice(order.indexOf(stage))) done.set(later, 0)
      pace.begin(stage)
      return standing()
    },
    advance: (stage, fraction) => {
      if (Number.isFinite(fraction)) done.set(stage, Math.max(fractionOf(stage), Math.min(1, Math.max(0, fraction))))
      pace.advance(stage, fractionOf(stage))
      return standing()
    },
    finish: (stage, isRestored) => {
      pace.finish(stage, isRestored ? null : expected.get(stage) ?? null)
      if (isRestored) said.reset()
      done.set(stage, 1)
      return standing()
    },
  }
}

/** Counts down with the clock and leans towards each new estimate. */
function makeSteady(now: () => number): { at(estimate: number): number; reset(): void } {
  let last: { seconds: number; at: number } | null = null
  return {
    at: estimate => {
      const at = now()
      if (last) {
        const passed = Math.max(0, at - last.at)
        const counted = Math.max(0, last.seconds - passed)
        const reach = Math.min(smoothing.mostSeconds, Math.max(smoothing.leastSeconds, smoothing.share * estimate))
        estimate = counted + (estimate - counted) * (1 - Math.exp(-passed / reach))
      }
      last = { seconds: Math.max(0, estimate), at }
      return last.seconds
    },
    reset: () => { last = null },
  }
}

function shareDone(fractionOf: (stage: StageName) => number): number {
  return 100 * order.reduce((sum, stage) => sum + stageShares[stage] * fractionOf(stage), 0)
}

function doneOf(expected: ReadonlyMap<StageName, number>, fractionOf: (stage: StageName) => number): number {
  let [sum, total] = [0, 0]
  for (const [stage, seconds] of expected) {
    sum += seconds * fractionOf(stage)
    total += seconds
  }
  return sum / total
}
