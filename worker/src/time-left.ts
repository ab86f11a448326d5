import { stageShares, type StageName } from '@f2l/common/contracts/job.ts'

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
/** How much of the expectation is trusted before any of it was measured: of the whole, and in seconds. */
const trust = { share: 0.25, seconds: 2 }
/** A quarter of a stage tells the rest of it better than any expectation. */
const tellingFraction = 0.25
/** What is said moves to a new estimate within about a twentieth of it, so that it does not jump. */
const smoothing = { share: 0.05, leastSeconds: 2, mostSeconds: 15 }
/** No machine is so much quicker or slower than expected; a clock that jumped is. */
const leastRatio = 0.05
const mostRatio = 50

/**
 * How far a job is and how long it still takes: from what its stages are expected to take, corrected by how long what is
 * done of them took. Until something is expected, percents follow the usual shares of the stages.
 */
export function makeTimeLeft(now: () => number = () => performance.now() / 1000): TimeLeft {
  const expected = new Map<StageName, number>()
  const done = new Map<StageName, number>()
  const past = { took: 0, expected: 0 }
  const base = { percent: 0, finished: new Set<StageName>() }
  const said = makeSteady(now)
  let running: Running | null = null
  let percent = 0

  const fractionOf = (stage: StageName): number => done.get(stage) ?? 0
  function standing(): Standing {
    const before = expected.size === 0 ? shareDone(fractionOf) : base.percent + (100 - base.percent) * doneOf(expected, fractionOf)
    // Tenths: sums of shares are not whole in binary.
    percent = Math.min(100, Math.max(percent, Math.round(10 * before) / 10))
    return { percent, secondsLeft: expected.size === 0 ? null : said.at(secondsLeft()) }
  }
  function secondsLeft(): number {
    const current = measureRunning()
    const prior = trust.seconds + trust.share * total(expected)
    const ratio = clamp((prior + past.took + current.took) / (prior + past.expected + current.expected))
    let left = 0
    for (const [stage, seconds] of expected) {
      const usual = seconds * (1 - fractionOf(stage)) * ratio
      left += stage === running?.stage ? blend(usual, running, fractionOf(stage), now()) : usual
    }
    return left
  }
  function measureRunning(): { took: number; expected: number } {
    if (!running) return { took: 0, expected: 0 }
    const seconds = expected.get(running.stage) ?? 0
    const expectedDone = seconds * fractionOf(running.stage)
    // At its start a stage has taken time and shown nothing; that says something only once it is longer than all of it.
    const took = now() - running.at
    return expectedDone > 0 ? { took, expected: expectedDone } : { took: Math.max(0, took - seconds), expected: 0 }
  }
  return {
    expect: seconds => {
      base.percent = percent
      base.finished = new Set(order.filter(stage => fractionOf(stage) >= 1))
      expected.clear()
      for (const stage of order) if (!base.finished.has(stage) && (seconds[stage] ?? 0) > 0) expected.set(stage, seconds[stage]!)
      said.reset()
    },
    begin: stage => {
      for (const later of order.slice(order.indexOf(stage))) done.set(later, 0)
      running = { stage, at: now(), marks: [] }
      return standing()
    },
    advance: (stage, fraction) => {
      if (Number.isFinite(fraction)) done.set(stage, Math.max(fractionOf(stage), Math.min(1, Math.max(0, fraction))))
      if (running?.stage === stage) mark(running.marks, fractionOf(stage), now())
      return standing()
    },
    finish: (stage, isRestored) => {
      const seconds = expected.get(stage)
      if (seconds !== undefined && !isRestored && running?.stage === stage) {
        past.took += now() - running.at
        past.expected += seconds
      }
      if (isRestored) said.reset()
      done.set(stage, 1)
      running = null
      return standing()
    },
  }
}

interface Mark { fraction: number; at: number }
/** `marks`: signs of progress. Before the first a stage prepares, which tells nothing of its pace. */
interface Running { stage: StageName; at: number; marks: Mark[] }

/** One a percent is plenty. */
const markStep = 0.01

function mark(marks: Mark[], fraction: number, at: number): void {
  if (fraction > 0 && fraction - (marks.at(-1)?.fraction ?? -1) >= markStep) marks.push({ fraction, at })
}

/** The rest of a running stage: at first as expected, later as its own pace tells. */
function blend(usual: number, { marks }: Running, fraction: number, now: number): number {
  const first = marks[0]
  // The latter half tells most: other work on the machine comes and goes.
  const half = marks.find(({ fraction: at }) => at >= fraction / 2)
  if (!first || !half || half.fraction >= fraction) return usual
  const weight = Math.min(1, (fraction - first.fraction) / tellingFraction)
  return (1 - weight) * usual + weight * (now - half.at) * (1 - fraction) / (fraction - half.fraction)
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
  let sum = 0
  for (const [stage, seconds] of expected) sum += seconds * fractionOf(stage)
  return expected.size === 0 ? 0 : sum / total(expected)
}

function total(expected: ReadonlyMap<StageName, number>): number {
  let sum = 0
  for (const seconds of expected.values()) sum += seconds
  return sum
}

function clamp(ratio: number): number {
  return Math.min(mostRatio, Math.max(leastRatio, ratio))
}
