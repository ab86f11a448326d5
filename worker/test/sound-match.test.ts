import { expect, test } from 'vitest'
import { matchSound } from '../src/tools/sound-match.ts'
import { seededNumbers } from '@f2l/common/seeded-numbers.ts'

const rate = 8000
const reach = 0.1
const length = 0.8 * rate
const hum = (at: number): number => 0.3 * Math.sin(1300 * at / rate)

/** The stretch, and what is found around the place where it should be, `late` samples later. */
function pair(sound: (at: number) => number, late: number): { wanted: Float32Array; found: Float32Array } {
  const steps = reach * rate
  return {
    wanted: Float32Array.from({ length }, (_, at) => sound(at)),
    found: Float32Array.from({ length: length + 2 * steps }, (_, at) => 0.5 * sound(at - steps - late)),
  }
}

test('a steady tone lies where it is, not a period away', () => {
  const { wanted, found } = pair(hum, 0)
  const match = matchSound(wanted, found, reach, rate)
  expect(Math.abs(match.lag)).toBeLessThanOrEqual(1 / rate)
  expect(match.likeness).toBeGreaterThan(0.97)
})

test.each([-600, -31, 0, 1, 487])('noise that comes %i samples late is found there, also over a hum', late => {
  const random = seededNumbers(5)
  const noise = Float32Array.from({ length: 4 * length }, () => random() - 0.5)
  for (const share of [0, 0.2]) {
    const { wanted, found } = pair(at => noise[at + length]! + share * hum(at), late)
    expect(Math.round(matchSound(wanted, found, reach, rate).lag * rate)).toBe(late)
  }
})

test('nothing is like silence', () => {
  expect(matchSound(new Float32Array(100), new Float32Array(300), 0.01, rate)).toEqual({ lag: 0, likeness: 0 })
  expect(matchSound(Float32Array.of(1, -1), new Float32Array(0), 0.01, rate)).toEqual({ lag: 0, likeness: 0 })
})
