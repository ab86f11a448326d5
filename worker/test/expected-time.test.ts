import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { StageName } from '@f2l/common/contracts/job.ts'
import { assumedSpeed, crowdingOf, expectedSeconds, paceOf, total, type WorkAhead } from '../src/plan/expected-time.ts'
import { makeTimeLeft, type Standing } from '../src/time-left.ts'
import { seededRandom } from '../src/tools/seeded-random.ts'

const speed = assumedSpeed(2)

function work(durationSeconds: number, change: Partial<WorkAhead> = {}): WorkAhead {
  const video = { width: 1280, height: 720, averageRate: 25, isVariableRate: false, rotation: 0, codec: 'h264', bitDepth: 8, startSeconds: 0, untaggedMatrix: null, streamIndex: 0 }
  return {
    media: { durationSeconds, hasAudio: true, video, grid: { num: 25, den: 1, frames: Math.round(25 * durationSeconds) } },
    options: { length: 'tight', trim: 'on', look: 'framed', captions: 'sidecar' }, isTranscribed: false, crowding: 1, ...change,
  }
}

/** What of a plan decides how long it takes. */
function planOf(sourceSeconds: number, keptSeconds: number): EditPlan {
  const half = Math.round(25 * keptSeconds / 2)
  const frames = Math.round(25 * sourceSeconds)
  return {
    keep: [{ start: 0, end: half }, { start: frames - half, end: frames }], frameRate: { num: 25, den: 1 }, titleCard: { frames: 62 }, layout: { width: 1280, height: 720 },
  } as EditPlan
}

describe('the expected time', () => {
  const random = seededRandom('expected time')
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!
  const someWork = (seconds: number): WorkAhead => {
    const usual = work(seconds)
    return {
      ...usual, media: { ...usual.media, hasAudio: pick([true, false]), video: pick([null, usual.media.video]), grid: { num: pick([2, 25, 50, 30_000]), den: pick([1, 1001]), frames: 1 } },
      options: { length: pick(['full', 'tight', 'catch-up']), trim: pick(['on', 'off']), look: pick(['framed', 'plain']), captions: pick(['sidecar', 'burned']) },
      isTranscribed: pick([true, false]), crowding: pick([1, 2, Number.MAX_VALUE]) > 10 ? 1 : pick([1, 3]),
    }
  }

  test('is a number above nothing for whatever there is to convert, and grows with its length', () => {
    for (let n = 0; n < 300; n++) {
      const seconds = pick([0.04, 1, 59, 61, 600, 14_400])
      const wanted = someWork(seconds)
      const times = expectedSeconds(wanted, speed)
      expect(Object.values(times).every(value => Number.isFinite(value) && value > 0)).toBe(true)
      const longer = expectedSeconds({ ...wanted, media: { ...wanted.media, durationSeconds: 3 * seconds + 60 } }, speed)
      expect(total(longer)).toBeGreaterThan(total(times))
    }
  })

  test('falls with what is cut, with more cores and with a faster machine, and rises with what else runs', () => {
    const usual = total(expectedSeconds(work(600), speed))
    const of = (change: Partial<WorkAhead>, by = speed): number => total(expectedSeconds(work(600, change), by))
    expect(of({ plan: planOf(600, 200) })).toBeLessThan(of({ plan: planOf(600, 500) }))
    expect(of({}, { ...speed, processes: 8, cores: 8 })).toBeLessThan(usual)
    expect(of({}, { ...speed, encodeSeconds: speed.encodeSeconds / 2 })).toBeLessThan(usual)
    expect(of({ crowding: crowdingOf(6, 2, 2) })).toBeGreaterThan(1.5 * usual)
    expect(of({ isTranscribed: true })).toBeGreaterThan(usual)
  })

  test('counts no crowd on an idle machine, and no nonsense from a system that tells no load', () => {
    expect(crowdingOf(0, 2, 2)).toBe(1)
    expect(crowdingOf(Number.NaN, 2, 2)).toBe(1)
    expect(crowdingOf(1, 2, 64)).toBe(1)
    expect(crowdingOf(1e6, 2, 2)).toBeLessThanOrEqual(4)
  })

  test('of a usual recording follows from two figures that a worker tells', () => {
    const { fixedSeconds, secondsPerSourceSecond } = paceOf(speed)
    for (const seconds of [300, 1800, 7200]) {
      const expected = total(expectedSeconds(work(seconds), speed))
      expect(Math.abs(fixedSeconds + secondsPerSourceSecond * seconds - expected) / expected).toBeLessThan(0.15)
    }
  })
})

interface Recorded { name: string; durationSeconds: number; keptSeconds: number; look: 'framed' | 'plain'; load: number; events: [number, StageName, number][] }
/** When the stages of real conversions reported what, on two cores. */
const recorded = JSON.parse(readFileSync(new URL('media/recorded-conversions.json', import.meta.url), 'utf8')) as Recorded[]

function replay({ durationSeconds, keptSeconds, look, load, events }: Recorded): (Standing & { at: number })[] {
  let now = 0
  let running: StageName | null = null
  const time = makeTimeLeft(() => now)
  const ahead = work(durationSeconds, { options: { ...work(1).options, look }, crowding: crowdingOf(load - 1, 2, 2) })
  const said: (Standing & { at: number })[] = []
  for (const [at, stage, fraction] of events) {
    now = at
    if (stage !== running) said.push({ at, ...time.begin(stage) })
    running = stage
    said.push({ at, ...(fraction >= 1 ? time.finish(stage, false) : time.advance(stage, fraction)) })
    if (fraction >= 1 && stage === 'probe') time.expect(expectedSeconds(ahead, speed))
    if (fraction >= 1 && stage === 'plan') time.expect(expectedSeconds({ ...ahead, plan: planOf(durationSeconds, keptSeconds) }, speed))
  }
  return said
}

describe('the time that is left of a real conversion', () => {
  test.each(recorded)('$name: is typically less than 20 % wrong, and percents go with the clock', conversion => {
    const said = replay(conversion)
    const end = said.at(-1)!.at
    const told = said.filter(({ secondsLeft, at }) => secondsLeft !== null && end - at > 3)
    expect(told.length).toBeGreaterThan(30)
    const errors = told.map(({ secondsLeft, at }) => Math.abs(secondsLeft! - (end - at)) / (end - at)).sort((a, b) => a - b)
    expect(errors[Math.floor(errors.length / 2)]).toBeLessThan(0.2)
    expect(errors.filter(error => error < 0.35).length / errors.length).toBeGreaterThan(0.75)
    for (const { percent, at } of said) expect(Math.abs(percent - 100 * at / end)).toBeLessThan(15)
    expect(said.at(-1)!.percent).toBe(100)
  })

  test.each(recorded)('$name: never falls below nothing and never jumps', conversion => {
    const said = replay(conversion).filter(({ secondsLeft }) => secondsLeft !== null)
    expect(said.every(({ secondsLeft }) => secondsLeft! >= 0)).toBe(true)
    for (const [index, next] of said.slice(1).entries()) {
      const jump = Math.abs(next.secondsLeft! - said[index]!.secondsLeft!) - (next.at - said[index]!.at)
      expect(jump).toBeLessThan(0.25 * said[0]!.secondsLeft!)
    }
  })
})

describe('the time that is left', () => {
  const stages = { transcript: 1, analyse: 20, plan: 1, render: 60, package: 4, verify: 4 }
  const start = (): { time: ReturnType<typeof makeTimeLeft>; clock: { now: number } } => {
    const clock = { now: 0 }
    const time = makeTimeLeft(() => clock.now)
    for (const stage of ['ingest', 'probe'] as const) { time.begin(stage); time.finish(stage, false) }
    return { time, clock }
  }

  test('is not told before anything is known, and then at once', () => {
    const { time } = start()
    expect(time.begin('transcript').secondsLeft).toBeNull()
    time.expect(stages)
    expect(time.begin('transcript').secondsLeft).toBeCloseTo(90)
  })

  /** Every stage takes so many times what was expected. */
  function* runAll(slower: number): Generator<{ left: number; realLeft: number; stage: StageName; fraction: number }> {
    const { time, clock } = start()
    time.expect(stages)
    const whole = slower * total(stages)
    for (const [stage, seconds] of Object.entries(stages) as [StageName, number][]) {
      time.begin(stage)
      for (let n = 1; n <= 20; n++) {
        clock.now += slower * seconds / 20
        yield { left: time.advance(stage, n / 20).secondsLeft!, realLeft: whole - clock.now, stage, fraction: n / 20 }
      }
      time.finish(stage, false)
    }
  }

  test.each([0.5, 1, 1.5])('falls on average from third to third of a job that takes %s times what was expected', slower => {
    const told = [...runAll(slower)]
    const mean = (from: number): number => {
      const part = told.filter(({ realLeft }) => realLeft / slower <= from && realLeft / slower > from - 30)
      return part.reduce((sum, { left }) => sum + left, 0) / part.length
    }
    expect(mean(90)).toBeGreaterThan(mean(60))
    expect(mean(60)).toBeGreaterThan(mean(30))
    expect(told.at(-1)!.left).toBeLessThan(2)
  })

  test('is put right while the job runs, also on a machine that is four times slower than expected', () => {
    for (const { left, realLeft, stage, fraction } of runAll(4)) {
      if (stage === 'render' && fraction >= 0.4) expect(Math.abs(left - realLeft) / realLeft).toBeLessThan(0.2)
    }
  })

  test('of an attempt that finds finished stages counts only what is left to do', () => {
    const { time, clock } = start()
    time.expect(stages)
    for (const stage of ['transcript', 'analyse', 'plan'] as const) { time.begin(stage); time.finish(stage, true) }
    clock.now = 0.1
    expect(time.begin('render').secondsLeft).toBeCloseTo(68, 0)
  })

  test('grows again when a video that failed its checks is rendered once more, and percents stay', () => {
    const { time, clock } = start()
    time.expect(stages)
    let last: Standing | undefined
    for (const [stage, seconds] of Object.entries(stages) as [StageName, number][]) { time.begin(stage); clock.now += seconds; last = time.finish(stage, false) }
    expect(last).toMatchObject({ percent: 100, secondsLeft: 0 })
    time.begin('render')
    clock.now += 15
    const again = time.advance('render', 0.25)
    expect(again.secondsLeft).toBeGreaterThan(30)
    expect(again.percent).toBe(100)
  })
})
