/**
 * Seconds of a `t` parameter: "83", "83s", "1m23s", "1h2m3s", "1:23", "1:02:03".
 * Null for anything else.
 */
export function parseTimeParam(value: string | null | undefined): number | null {
  if (!value) return null
  if (/^\d+(\.\d+)?s?$/.test(value)) return Number.parseFloat(value)
  if (/^\d+(:[0-5]?\d){1,2}$/.test(value)) return value.split(':').reduce((total, part) => total * 60 + Number(part), 0)
  const named = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(value)
  if (!named) return null
  const [hours, minutes, seconds] = [named[1], named[2], named[3]].map(part => Number(part ?? 0)) as [number, number, number]
  return hours * 3600 + minutes * 60 + seconds
}

/** The address of a share page at a time; whole seconds, none for the start. */
export function linkAtTime(origin: string, token: string, seconds: number): string {
  const whole = Math.floor(seconds)
  return `${origin}/s/${token}${whole > 0 ? `?t=${whole}` : ''}`
}
