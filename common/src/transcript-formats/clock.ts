/** Longest time that a meeting's transcript can hold, in seconds. */
const longestSeconds = 1000 * 3600

/** Seconds of `H:MM:SS`, `M:SS` or `SS`, with `.` or `,` before fractions; null for anything else. */
export function parseClock(text: string): number | null {
  const match = /^(?:(?:(\d{1,3}):)?(\d{1,4}):)?(\d{1,6}(?:[.,]\d{1,9})?)$/.exec(text.trim())
  if (match === null) return null
  const [, hours, minutes, seconds] = match
  const isPlain = minutes === undefined
  const last = Number(seconds!.replace(',', '.'))
  if ((!isPlain && last >= 60) || (hours !== undefined && Number(minutes) >= 60)) return null
  const total = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + last
  return total <= longestSeconds ? total : null
}

/** A place for people to read: 425 is `7:05`, 3725 is `1:02:05`. */
export function shortClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const two = (value: number): string => String(value).padStart(2, '0')
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

/** `HH:MM:SS.mmm`, as WebVTT and (with a comma) SubRip write times. */
export function formatClock(seconds: number, separator: '.' | ','): string {
  const milliseconds = Math.max(0, Math.round(seconds * 1000))
  const pad = (value: number, length: number): string => String(value).padStart(length, '0')
  const whole = Math.floor(milliseconds / 1000)
  return `${pad(Math.floor(whole / 3600), 2)}:${pad(Math.floor(whole / 60) % 60, 2)}:${pad(whole % 60, 2)}${separator}${pad(milliseconds % 1000, 3)}`
}
