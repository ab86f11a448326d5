/** "1,204" */
export function number(value: number, locale?: string): string {
  return new Intl.NumberFormat(locale).format(value)
}

/** "62%" for 0.62; what is more than nothing is never shown as nothing, nor what is less than all as all. */
export function percent(share: number, locale?: string): string {
  const shown = share > 0 && share < 1 ? Math.min(0.99, Math.max(0.01, share)) : share
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(shown)
}
