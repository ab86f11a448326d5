import type { StageName } from '@f2l/common/contracts/job.ts'

/** How long stages take against what was expected of them. All fractions 0..1, all times in seconds. */
export interface StagePace {
  begin(stage: StageName): void
  advance(stage: StageName, fraction: number): void
  /** `expected`: null where nothing was, or where it was not run. */
  finish(stage: StageName, expected: number | null): void
  /** How many times longer than expected it goes; near 1 until some of it was measured. */
  ratio(expectedOf: ReadonlyMap<StageName, number>, fractionOf: (stage: StageName) => number): number
  /** What is left of a stage: at first as expected, later, where it is running, as its own pace tells. */
  rest(stage: StageName, fraction: number, usual: number): number
}

interface Mark { fraction: number; at: number }
/** `marks`: signs of progress. Before the first a stage prepares, which tells nothing of its pace. */
interface Running { stage: StageName; at: number; marks: Mark[] }
interface Measured { took: number; expected: number }

/** How much of the expectation is trusted before any of it was measured: of the whole, and in seconds. */
const trust = { share: 0.25, seconds: 2 }
/** A quarter of a stage tells the rest of it better than any expectation. */
const tellingFraction = 0.25
/** One mark a percent is plenty. */
const markStep = 0.01
/** No machine is so much quicker or slower than expected; a clock that jumped is. */
const ratios = { least: 0.05, most: 50 }

export function makeStagePace(now: () => number): StagePace {
  const past: Measured = { took: 0, expected: 0 }
  let running: Running | null = null
  return {
    begin: stage => { running = { stage, at: now(), marks: [] } },
    advance: (stage, fraction) => { if (running?.stage === stage) mark(running.marks, fraction, now()) },
    finish: (stage, expected) => {
      if (running?.stage === stage && expected !== null) {
        past.took += now() - running.at
        past.expected += expected
      }
      running = null
    },
    ratio: (expectedOf, fractionOf) => {
      const current = running ? measure(running, expectedOf.get(running.stage) ?? 0, fractionOf(running.stage), now()) : { took: 0, expected: 0 }
      const prior = trust.seconds + trust.share * [...expectedOf.values()].reduce((sum, seconds) => sum + seconds, 0)
      const ratio = (prior + past.took + current.took) / (prior + past.expected + current.expected)
      return Math.min(ratios.most, Math.max(ratios.least, ratio))
    },
    rest: (stage, fraction, usual) => running?.stage === stage ? blend(usual, running, fraction, now()) : usual,
  }
}

function mark(marks: Mark[], fraction: number, at: number): void {
  if (fraction > 0 && fraction - (marks.at(-1)?.fraction ?? -1) >= markStep) marks.push({ fraction, at })
}

/** At its start a stage has taken time and shown nothing; that says something only once it is longer than all of it. */
function measure({ at }: Running, seconds: number, fraction: number, now: number): Measured {
  const expected = seconds * fraction
  return expected > 0 ? { took: now - at, expected } : { took: Math.max(0, now - at - seconds), expected: 0 }
}

function blend(usual: number, { marks }: Running, fraction: number, now: number): number {
  const first = marks[0]
  // The latter half tells most: other work on the machine comes and goes.
  const half = marks.find(({ fraction: at }) => at >= fraction / 2)
  if (!first || !half || half.fraction >= fraction) return usual
  const weight = Math.min(1, (fraction - first.fraction) / tellingFraction)
  return (1 - weight) * usual + weight * (now - half.at) * (1 - fraction) / (fraction - half.fraction)
}
