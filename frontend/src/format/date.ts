/** "3 Feb 2026"; an unreadable date gives an empty string. */
export function day(iso: string, locale?: string): string {
  const date = new Date(iso)
  return Number.isNaN(date.getTime()) ? '' : new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(date)
}

/** "3 Feb" for "2026-02-03", wherever the reader is. */
export function shortUtcDay(day: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))
}

/** "3 Feb 2026, 14:05". */
export function dayAndTime(iso: string, locale?: string): string {
  const date = new Date(iso)
  return Number.isNaN(date.getTime()) ? '' : new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(date)
}

/** "2 minutes ago", "yesterday"; older than a week is a date. */
export function ago(iso: string, now: number, locale?: string): string {
  const seconds = (new Date(iso).getTime() - now) / 1000
  if (Number.isNaN(seconds)) return ''
  if (Math.abs(seconds) > 7 * 86_400) return day(iso, locale)
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  if (Math.abs(seconds) < 45) return relative.format(0, 'second')
  if (Math.abs(seconds) < 45 * 60) return relative.format(Math.round(seconds / 60), 'minute')
  if (Math.abs(seconds) < 22 * 3600) return relative.format(Math.round(seconds / 3600), 'hour')
  return relative.format(Math.round(seconds / 86_400), 'day')
}
