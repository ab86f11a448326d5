import { parseClock } from './clock.ts'

/** `00:01.000 --> 00:02.500 align:start`; an end that is not after its start counts as missing. */
export function readTiming(line: string): { start: number; end: number | null } | null {
  const [before, after] = line.split('-->')
  const start = parseClock(before ?? '')
  if (start === null || after === undefined) return null
  const end = parseClock(after.trim().split(/\s/)[0] ?? '')
  return { start, end: end !== null && end > start ? end : null }
}
