import { expect, test } from 'vitest'
import { makeTimeMap } from '../src/contracts/time-map.ts'

const frameRates = [{ num: 25, den: 1 }, { num: 30, den: 1 }, { num: 30_000, den: 1001 }, { num: 24_000, den: 1001 }]

test('every kept frame comes back from the output as itself, over random plans', () => {
  const random = seeded(7)
  for (let round = 0; round < 60; round++) {
    const plan = randomPlan(random)
    const rate = plan.frameRate.num / plan.frameRate.den
    const map = makeTimeMap(plan)
    for (const { start, end } of plan.keep) {
      for (const frame of [start, (start + end) >> 1, end - 1]) {
        const seconds = (frame + 0.5) / rate
        expect(map.isKept(seconds)).toBe(true)
        expect(map.toSource(map.toOutput(seconds))).toBeCloseTo(seconds, 6)
      }
    }
  }
})

test('output time never falls when source time grows', () => {
  const random = seeded(11)
  for (let round = 0; round < 30; round++) {
    const plan = randomPlan(random)
    const map = makeTimeMap(plan)
    let last = 0
    for (let second = 0; second < 120; second += 0.37) {
      expect(map.toOutput(second)).toBeGreaterThanOrEqual(last)
      last = map.toOutput(second)
    }
    expect(last).toBeLessThanOrEqual(map.outputSeconds + 1e-9)
  }
})

test('the output is as long as the kept pieces and the title card together', () => {
  const map = makeTimeMap({ frameRate: { num: 25, den: 1 }, titleCard: { frames: 60 }, keep: [{ start: 10, end: 35 }, { start: 50, end: 75 }] })
  expect(map.outputSeconds).toBe(4.4)
})

test('a second that was cut away gives the first frame after the cut', () => {
  const map = makeTimeMap({ frameRate: { num: 25, den: 1 }, titleCard: { frames: 0 }, keep: [{ start: 0, end: 25 }, { start: 100, end: 125 }] })
  expect(map.toOutput(2)).toBe(1)
  expect(map.isKept(2)).toBe(false)
  expect(map.toSource(1)).toBe(4)
})

test('a cut at 0 and a cut at the end: before and behind give the ends', () => {
  const map = makeTimeMap({ frameRate: { num: 25, den: 1 }, titleCard: { frames: 50 }, keep: [{ start: 25, end: 50 }] })
  expect(map.toOutput(0)).toBe(2)
  expect(map.toOutput(1.5)).toBe(2.5)
  expect(map.toOutput(99)).toBe(3)
  expect(map.toSource(0)).toBe(1)
  expect(map.toSource(99)).toBe(2)
})

test('a piece of one frame between two cuts keeps its place', () => {
  const map = makeTimeMap({ frameRate: { num: 25, den: 1 }, titleCard: { frames: 0 }, keep: [{ start: 0, end: 10 }, { start: 20, end: 21 }, { start: 40, end: 50 }] })
  expect(map.toOutput(20 / 25)).toBeCloseTo(10 / 25)
  expect(map.toOutput(40 / 25)).toBeCloseTo(11 / 25)
  expect(map.toSource(10.5 / 25)).toBeCloseTo(20.5 / 25)
})

test('a thousand cuts in an hour drift by nothing', () => {
  const keep = Array.from({ length: 1000 }, (_, index) => ({ start: index * 100, end: index * 100 + 63 }))
  const map = makeTimeMap({ frameRate: { num: 30_000, den: 1001 }, titleCard: { frames: 72 }, keep })
  expect(map.toOutput(999 * 100 * 1001 / 30_000)).toBeCloseTo((72 + 999 * 63) * 1001 / 30_000, 9)
})

function randomPlan(random: () => number): Parameters<typeof makeTimeMap>[0] {
  const keep: { start: number; end: number }[] = []
  let at = Math.floor(random() * 40)
  const count = 1 + Math.floor(random() * 30)
  for (let i = 0; i < count; i++) {
    const end = at + 1 + Math.floor(random() * 80)
    keep.push({ start: at, end })
    at = end + 1 + Math.floor(random() * 60)
  }
  return { keep, frameRate: frameRates[Math.floor(random() * frameRates.length)]!, titleCard: { frames: Math.floor(random() * 80) } }
}

/** Mulberry32: the same numbers in every run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
