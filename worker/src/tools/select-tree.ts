import type { FrameSpan } from '@f2l/common/contracts/span.ts'

/**
 * A filter expression that is 1 inside the given frames and 0 elsewhere: a balanced tree over `n`,
 * so that thousands of pieces parse and each frame costs a handful of comparisons
 * (a sum of between() fails above a hundred terms).
 */
export function selectTree(spans: readonly FrameSpan[]): string {
  return valueTree(spans.map(({ start, end }) => ({ start, value: `between(n,${start},${end - 1})` })), 'n')
}

/** A step function: from each `start` on (ascending; the first reaches back without end) its `value`. */
export function valueTree(steps: readonly { start: number; value: string | number }[], variable: 'n' | 'N' | 't'): string {
  const tree = (low: number, high: number): string => {
    if (high - low === 1) return String(steps[low]!.value)
    const middle = (low + high) >> 1
    return `if(lt(${variable},${steps[middle]!.start}),${tree(low, middle)},${tree(middle, high)})`
  }
  return tree(0, steps.length)
}
