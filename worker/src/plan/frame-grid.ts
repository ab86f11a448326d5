/** How often pictures come: `rate` is the usual one, also when it varies. */
export interface MeasuredRate { rate: number; isVariable: boolean }

/** Rates that recorders mean when they are a little off. */
const standardRates = [
  { num: 24_000, den: 1001 }, { num: 24, den: 1 }, { num: 25, den: 1 }, { num: 30_000, den: 1001 }, { num: 30, den: 1 },
]
/** Containers count in milliseconds: a picture of a constant stream may lie this far from its place. */
const jitterSeconds = 0.0025
const offByAtMost = 0.006
const fastest = 30.5
/** Slower pictures make coarse cuts and a stuttering title; such sources are brought to 25 or 30. */
const slowest = 19.5

/** Measures the rate from the times (seconds, ascending) at which pictures are shown. */
export function measureRate(pts: Float64Array): MeasuredRate {
  if (pts.length < 3) return { rate: 0, isVariable: true }
  const usual = 1 / median(differences(pts))
  const mean = (pts.length - 1) / (pts.at(-1)! - pts[0]!)
  const isVariable = !Number.isFinite(usual) || strays(pts, mean) > 0.01
  return { rate: isVariable ? usual : mean, isVariable }
}

/**
 * The constant rate on which plan and output count: the source's own where it is constant and at most 30,
 * a half (third …) of faster ones, and 25 or 30 for variable and slow ones; 25 for sound without picture.
 */
export function chooseGrid(measured: MeasuredRate | null): { num: number; den: number } {
  if (!measured || !(measured.rate > 0)) return { num: 25, den: 1 }
  const rate = measured.rate / Math.ceil(measured.rate / fastest)
  if (measured.isVariable || rate < slowest) return isNearer30(rate) ? { num: 30, den: 1 } : { num: 25, den: 1 }
  const distance = ({ num, den }: { num: number; den: number }): number => Math.abs(rate * den / num - 1)
  const standard = standardRates.toSorted((a, b) => distance(a) - distance(b))[0]!
  return distance(standard) < offByAtMost ? standard : { num: Math.round(rate * 1000), den: 1000 }
}

/** 30, 15, 10, 7.5 … divide 30 more evenly than 25. */
function isNearer30(rate: number): boolean {
  const miss = (base: number): number => Math.abs(base / rate - Math.round(base / rate)) / Math.max(1, base / rate)
  return miss(30) < miss(25)
}

function differences(pts: Float64Array): Float64Array {
  return Float64Array.from({ length: pts.length - 1 }, (_, index) => pts[index + 1]! - pts[index]!)
}

function median(values: Float64Array): number {
  return values.sort()[values.length >> 1]!
}

/** Share of pictures that do not lie where a constant rate would put them. */
function strays(pts: Float64Array, rate: number): number {
  const allowed = jitterSeconds + 0.25 / rate
  let count = 0
  for (let i = 0; i < pts.length; i++) {
    if (Math.abs(pts[i]! - pts[0]! - i / rate) > allowed) count++
  }
  return count / pts.length
}
