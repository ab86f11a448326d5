/** "7:05" or "1:02:09": a place in a video. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(Number.isFinite(seconds) ? seconds : 0))
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const two = (value: number): string => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

/** "45 sec", "3 min 20 sec", "62 min", "2 hr 5 min": a length, as exact as it is useful. */
export function length(seconds: number, locale?: string): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return unit(whole, 'second', locale)
  if (whole < 600) return pair(Math.floor(whole / 60), 'minute', whole % 60, 'second', locale)
  const minutes = Math.round(whole / 60)
  if (minutes < 100) return unit(minutes, 'minute', locale)
  return pair(Math.floor(minutes / 60), 'hour', minutes % 60, 'minute', locale)
}

/** "5 sec", "2 min", "1 hr 10 min": how long something still takes; minutes are rounded up. */
export function remaining(seconds: number, locale?: string): string {
  if (seconds < 60) return unit(Math.max(5, Math.ceil(seconds / 5) * 5), 'second', locale)
  const minutes = Math.ceil(seconds / 60)
  if (minutes < 60) return unit(minutes, 'minute', locale)
  return pair(Math.floor(minutes / 60), 'hour', minutes % 60, 'minute', locale)
}

/** "2 minutes 5 seconds", for screen readers. */
export function spokenClock(seconds: number, locale?: string): string {
  const whole = Math.max(0, Math.floor(Number.isFinite(seconds) ? seconds : 0))
  const parts = [[Math.floor(whole / 3600), 'hour'], [Math.floor(whole / 60) % 60, 'minute'], [whole % 60, 'second']] as const
  const said = parts.filter(([value, name]) => value > 0 || (name === 'second' && whole === 0))
  return said.map(([value, name]) => unit(value, name, locale, 'long')).join(' ')
}

type Unit = 'second' | 'minute' | 'hour'

function pair(big: number, bigUnit: Unit, small: number, smallUnit: Unit, locale?: string): string {
  return small === 0 ? unit(big, bigUnit, locale) : `${unit(big, bigUnit, locale)} ${unit(small, smallUnit, locale)}`
}

function unit(value: number, name: Unit, locale?: string, unitDisplay: 'short' | 'long' = 'short'): string {
  return new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay }).format(value)
}
