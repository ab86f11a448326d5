/**
 * Seconds that are left of a job, from how far it came since it was claimed; null while that says too little.
 * What an earlier attempt had done is not counted: it took no time now.
 */
export function makeTimeLeft(now: () => number = () => performance.now() / 1000): (percent: number) => number | null {
  let first: { percent: number; at: number } | undefined
  return percent => {
    const at = now()
    first ??= { percent, at }
    const done = percent - first.percent
    if (done < leastPercent || at - first.at < leastSeconds) return null
    return Math.max(0, ((100 - percent) * (at - first.at)) / done)
  }
}

const leastPercent = 2
const leastSeconds = 3
