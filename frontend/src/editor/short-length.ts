import { locale } from '../words/words.ts'

const short = new Intl.NumberFormat(locale, { style: 'unit', unit: 'second', unitDisplay: 'narrow', maximumFractionDigits: 1 })

/** "0.8s": how long a cut is, or what is selected. */
export function shortLength(seconds: number): string {
  return short.format(seconds)
}
