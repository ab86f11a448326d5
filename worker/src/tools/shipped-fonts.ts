import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** A font that comes with an npm package, cut by its maker into files for parts of Unicode. */
export interface ShippedFont {
  packageName: string
  /** As style sheets call it. */
  cssFamily: string
  /** Absolute. */
  folder: string
  /** The script whose letters change with their neighbours, so that its subset must stay whole; null where letters stand alone. */
  shapedSubset: string | null
  /** The file (below `folder`) of one subset in medium weight; WOFF2. */
  fileOf(subset: string): string
}

/** Fonts differ in how they draw the characters that Chinese, Japanese and Korean share. */
export type HanStyle = 'sc' | 'jp' | 'kr'

const require = createRequire(import.meta.url)
const notoSans = (script: string): ShippedFont => {
  const name = `noto-sans-${script}`
  return variable(name, script.length === 2 ? null : script, `Noto Sans ${script.length === 2 ? script.toUpperCase() : script.charAt(0).toUpperCase() + script.slice(1)} Variable`)
}

const inter: ShippedFont = { packageName: '@fontsource/inter', cssFamily: 'Inter', folder: folderOf('@fontsource/inter'), shapedSubset: 'latin', fileOf: subset => `files/inter-${subset}-500-normal.woff2` }
const scripts = ['arabic', 'hebrew', 'devanagari', 'thai'].map(notoSans)
const han: Record<HanStyle, ShippedFont> = { sc: notoSans('sc'), jp: notoSans('jp'), kr: notoSans('kr') }
const emoji = variable('noto-emoji', null, 'Noto Emoji Variable')

/** All of them, for who serves their files. */
export const allShippedFonts: readonly ShippedFont[] = [inter, ...scripts, ...Object.values(han), emoji]

/** The fonts for this text, the one that has a character first comes first. */
export function fontsFor(text: string): ShippedFont[] {
  const style = hanStyleOf(text)
  return [inter, ...scripts, emoji, han[style], ...(Object.keys(han) as HanStyle[]).filter(other => other !== style).map(other => han[other])]
}

/** Those of them that are the first to say that they have something of the text, Inter left out. */
export function fontsBeyondInter(text: string): ShippedFont[] {
  let missing = [...new Set(text)].map(letter => letter.codePointAt(0)!)
  return fontsFor(text).filter(font => {
    if (missing.length === 0) return false
    const ranges = [...subsetsOf(font).values()].flat()
    const left = missing.filter(codePoint => !isIn(ranges, codePoint))
    const isNeeded = left.length < missing.length
    missing = left
    return isNeeded && font !== inter
  })
}

function isIn(ranges: [number, number][], codePoint: number): boolean {
  return ranges.some(([first, last]) => codePoint >= first && codePoint <= last)
}

/** Kana are Japanese and Hangul are Korean, whatever stands beside them. */
function hanStyleOf(text: string): HanStyle {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'jp'
  return /\p{Script=Hangul}/u.test(text) ? 'kr' : 'sc'
}

/** Subset → first and last code points of what it holds, as the package tells. A script's font is used for that script alone. */
export function subsetsOf(font: ShippedFont): Map<string, [number, number][]> {
  const known = subsets.get(font) ?? readSubsets(font)
  subsets.set(font, known)
  return known
}

const subsets = new Map<ShippedFont, Map<string, [number, number][]>>()

function readSubsets(font: ShippedFont): Map<string, [number, number][]> {
  const table = JSON.parse(readFileSync(join(font.folder, 'unicode.json'), 'utf8')) as Record<string, string>
  const used = Object.entries(table).filter(([subset]) => !scripts.includes(font) || subset === font.shapedSubset)
  return new Map(used.map(([subset, ranges]) => [subset.replace(/[[\]]/g, ''), ranges.split(',').map(readRange)]))
}

function readRange(text: string): [number, number] {
  const [first, last = first] = text.replace(/U\+/gi, '').split('-').map(edge => Number.parseInt(edge, 16))
  return [first!, last!]
}

function variable(name: string, shapedSubset: string | null, cssFamily: string): ShippedFont {
  const packageName = `@fontsource-variable/${name}`
  return { packageName, cssFamily, folder: folderOf(packageName), shapedSubset, fileOf: subset => `files/${name}-${subset}-wght-normal.woff2` }
}

function folderOf(packageName: string): string {
  return dirname(require.resolve(`${packageName}/package.json`))
}
