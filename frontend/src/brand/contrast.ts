import type { VideoStyle } from '@f2l/common/contracts/video-style.ts'

/** Where a style gives no colour: those of the worker's drawings. */
export const productColours = { background: { from: '#eef1f8', to: '#cfd8ea' }, accent: '#4f5bd5', dark: '#14192d', light: '#ffffff' } as const

export type ContrastProblem = 'letters' | 'initials' | 'bar'

/** Letters need 4.5 : 1, large signs 3 : 1 (WCAG 2.2, 1.4.3 and 1.4.11). A bar is only an ornament. */
const least = { letters: 4.5, initials: 3, bar: 1.5 }

/** What would be hard to see on a title card with these colours. */
export function contrastProblems({ background, accent }: Pick<VideoStyle, 'background' | 'accent'>): ContrastProblem[] {
  const { from, to } = background ?? productColours.background
  const letters = lettersOn({ from, to })
  const problems: ContrastProblem[] = []
  if (Math.min(contrast(letters, from), contrast(letters, to)) < least.letters) problems.push('letters')
  if (accent !== null && contrast(accent, productColours.light) < least.initials) problems.push('initials')
  if (accent !== null && Math.max(contrast(accent, from), contrast(accent, to)) < least.bar) problems.push('bar')
  return problems
}

/** Dark or light letters, by the same rule as the worker's title card. */
export function lettersOn({ from, to }: { from: string; to: string }): string {
  const lightness = (colour: string): number => {
    const [red, green, blue] = channels(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  return (lightness(from) + lightness(to)) / 2 < 140 ? productColours.light : productColours.dark
}

/** 1 (the same) to 21 (black on white). */
export function contrast(one: string, other: string): number {
  const [brighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (brighter + 0.05) / (darker + 0.05)
}

function luminance(colour: string): number {
  const [red, green, blue] = channels(colour).map(channel => channel / 255 <= 0.04045 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function channels(colour: string): [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}
