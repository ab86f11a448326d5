import type { Layout } from '@f2l/common/contracts/edit-plan.ts'
import { safeColour } from './page-html.ts'

const white = '#fff'
const night = '#14192d'
/** WCAG AA for usual letters. */
const readable = 4.5
/** Above this letters may be lighter than the rest, for looks. */
const strong = 7

/** What letters on a background need: their colour, and what lies under them. */
export interface LetterGround {
  isDark: boolean
  ink: string
  /** CSS of the background; where neither black nor white letters can be read on it, with a veil over it. */
  background: string
  isStrong: boolean
}

/** Letters that can be read on the layout's background, whatever colours somebody chose. */
export function letterGround(layout: Pick<Layout, 'background'>): LetterGround {
  const ends = endsOf(layout)
  const isDark = leastContrast(white, ends) > leastContrast(night, ends)
  const ink = isDark ? white : night
  const veil = veilFor(ink, ends)
  const contrast = leastContrast(ink, ends.map(end => mixed(end, veilColour(ink), veil)))
  const own = backgroundOf(layout)
  return { isDark, ink, isStrong: contrast >= strong, background: veil === 0 ? own : `linear-gradient(${veilCss(ink, veil)},${veilCss(ink, veil)}),${own}` }
}

export function backgroundOf(layout: Pick<Layout, 'background'>): string {
  const [from, to] = endsOf(layout)
  return `linear-gradient(135deg, ${from}, ${to})`
}

/** Letters on one plain colour: white where they can be read. */
export function inkOn(colour: string): string {
  return contrastOf(white, colour) >= readable || contrastOf(white, colour) >= contrastOf(night, colour) ? white : night
}

/** A colour that can be told from the background of the letters, else the letters' own. */
export function visibleOn(colour: string, layout: Pick<Layout, 'background'>): string {
  return leastContrast(colour, endsOf(layout)) >= 1.5 ? colour : letterGround(layout).ink
}

function endsOf({ background }: Pick<Layout, 'background'>): [string, string] {
  return [safeColour(background.from, '#1e1b4b'), safeColour(background.to, '#0f172a')]
}

/** As thin as will do. */
function veilFor(ink: string, ends: string[]): number {
  for (let veil = 0; veil < 1; veil += 0.05) {
    if (leastContrast(ink, ends.map(end => mixed(end, veilColour(ink), veil))) >= readable) return Math.round(veil * 100) / 100
  }
  return 0.95
}

function veilColour(ink: string): string {
  return ink === white ? '#0b0e1a' : '#ffffff'
}

function veilCss(ink: string, veil: number): string {
  return `rgba(${partsOf(veilColour(ink)).join(',')},${veil})`
}

function mixed(colour: string, over: string, share: number): string {
  const [below, above] = [partsOf(colour), partsOf(over)]
  return `#${below.map((part, index) => Math.round(part + (above[index]! - part) * share).toString(16).padStart(2, '0')).join('')}`
}

function leastContrast(ink: string, colours: string[]): number {
  return Math.min(...colours.map(colour => contrastOf(ink, colour)))
}

function contrastOf(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** WCAG 2. */
function luminance(colour: string): number {
  const [red, green, blue] = partsOf(colour).map(part => part / 255).map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function partsOf(colour: string): [number, number, number] {
  const whole = colour === white ? '#ffffff' : colour
  return [1, 3, 5].map(at => Number.parseInt(whole.slice(at, at + 2), 16)) as [number, number, number]
}
