import type { VideoStyle } from '@f2l/common/contracts/video-style.ts'

/** Where a style gives no colour: those of the worker's drawings. */
export const productColours = { background: { from: '#eef1f8', to: '#cfd8ea' }, accent: '#4f5bd5' } as const

export type ContrastProblem = 'letters' | 'initials' | 'bar'
interface Ground { from: string; to: string }

const [white, night] = ['#ffffff', '#14192d']
/** Letters need 4.5 : 1 (WCAG 2.2, 1.4.3); a bar is an ornament. */
const least = { letters: 4.5, bar: 1.5 }

/** What of these colours the worker has to change on the title card, so that everything can be read. */
export function contrastProblems({ background, accent }: Pick<VideoStyle, 'background' | 'accent'>): ContrastProblem[] {
  const ground = background ?? productColours.background
  const problems: ContrastProblem[] = []
  if (veilOn(ground) !== null) problems.push('letters')
  if (accent !== null && lettersOver(accent) !== white) problems.push('initials')
  if (accent !== null && barOn(ground, accent) !== accent) problems.push('bar')
  return problems
}

/** Dark or light letters: whichever is read better on the worse of two colours. */
export function lettersOn(ground: Ground): string {
  return onBoth(white, ground) > onBoth(night, ground) ? white : night
}

/** Letters on one plain colour: white where they can be read. */
export function lettersOver(colour: string): string {
  return contrast(white, colour) >= least.letters || contrast(white, colour) >= contrast(night, colour) ? white : night
}

export function isDark(ground: Ground): boolean {
  return lettersOn(ground) === white
}

/** An accent that cannot be told from the background gives way to the colour of the letters. */
export function barOn(ground: Ground, accent: string | null): string {
  if (accent === null) return isDark(ground) ? white : productColours.accent
  return onBoth(accent, ground) >= least.bar ? accent : lettersOn(ground)
}

/** A layer between letters and a background on which none can be read, as thin as will do; null where none is needed. */
export function veilOn(ground: Ground): string | null {
  const letters = lettersOn(ground)
  const colour = letters === white ? '#0b0e1a' : white
  const shares = Array.from({ length: 20 }, (_, n) => n * 0.05)
  const share = shares.find(one => onBoth(letters, { from: mixed(ground.from, colour, one), to: mixed(ground.to, colour, one) }) >= least.letters) ?? 0.95
  return share === 0 ? null : `rgb(${channels(colour).join(' ')} / ${Math.round(share * 100)}%)`
}

/** 1 (the same) to 21 (black on white). */
export function contrast(one: string, other: string): number {
  const [brighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (brighter + 0.05) / (darker + 0.05)
}

function onBoth(colour: string, { from, to }: Ground): number {
  return Math.min(contrast(colour, from), contrast(colour, to))
}

function mixed(colour: string, over: string, share: number): string {
  const above = channels(over)
  return `#${channels(colour).map((part, n) => Math.round(part + (above[n]! - part) * share).toString(16).padStart(2, '0')).join('')}`
}

function luminance(colour: string): number {
  const [red, green, blue] = channels(colour).map(channel => channel / 255 <= 0.04045 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function channels(colour: string): [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}
