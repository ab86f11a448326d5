import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import subsetFont from 'subset-font'
import { glyphsOf } from './font-characters.ts'
import { mergeFonts } from './merge-fonts.ts'
import { renameFont } from './rename-font.ts'
import { readSfnt } from './sfnt.ts'
import { fontsFor, subsetsOf, type ShippedFont } from './shipped-fonts.ts'

/** The one family that burned captions are written in, whatever the script. */
export const captionFamily = 'Captions of many scripts'

/** Characters that one file of a font gives. */
interface Part { subset: string; text: string; isShaped: boolean }

/**
 * Lays into a folder for libass the letters that the captions need, from the shipped fonts, in medium weight and under one
 * family name: no text needs a change of font, and none is torn apart for the reading direction. Scripts that are not shipped come from
 * the system's fonts. At most ten files, which is all that libass takes for a family.
 */
export async function layCaptionFonts(folder: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const wanted = new Set([...text].filter(letter => !joiners.includes(letter)).map(letter => letter.codePointAt(0)!))
  for (const font of fontsFor(text)) {
    const parts = await Promise.all(partsOf(font, wanted).map(part => makePart(font, part)))
    for (const { font: bytes } of parts.filter(({ isShaped }) => isShaped)) await lay(folder, bytes)
    const others = parts.filter(({ isShaped }) => !isShaped)
    if (others.length > 0) await lay(folder, mergeFonts(others))
    for (const { has } of parts) for (const codePoint of wanted) if (has(codePoint)) wanted.delete(codePoint)
  }
}

async function lay(folder: string, font: Buffer): Promise<void> {
  const bytes = renameFont(font, captionFamily)
  const path = join(folder, `${createHash('sha256').update(bytes).digest('hex').slice(0, 24)}.ttf`)
  await writeFile(`${path}.part`, bytes)
  await rename(`${path}.part`, path)
}

/** Which files of a font say that they have some of these characters. */
function partsOf(font: ShippedFont, wanted: Set<number>): Part[] {
  return [...subsetsOf(font)].flatMap(([subset, ranges]): Part[] => {
    const found = [...wanted].filter(codePoint => ranges.some(([first, last]) => codePoint >= first && codePoint <= last))
    if (found.length === 0) return []
    if (subset !== font.shapedSubset) return [{ subset, text: String.fromCodePoint(...found), isShaped: false }]
    return [{ subset, text: subset === 'latin' ? String.fromCodePoint(...found) : wholeScript(ranges), isShaped: true }]
  })
}

/** Joiners belong to the letters around them. */
const joiners = '\u200c\u200d'

/** All letters of a script: shaping takes letters apart and puts others together that no text holds. */
function wholeScript(ranges: [number, number][]): string {
  return joiners + ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index))).join('')
}

interface MadePart extends Part { font: Buffer; has(codePoint: number): boolean }

/** What a package says of its files is not always so: `has` looks into the file. */
async function makePart({ folder, fileOf, packageName }: ShippedFont, part: Part): Promise<MadePart> {
  const whole = await readFile(join(folder, fileOf(part.subset)))
  const isVariable = packageName.startsWith('@fontsource-variable/')
  const font = await subsetFont(whole, part.text, { targetFormat: 'truetype', noHinting: true, ...(isVariable ? { variationAxes: { wght: 500 } } : {}) })
  const glyphs = glyphsOf(readSfnt(font))
  return { ...part, font, has: codePoint => glyphs(codePoint) > 0 }
}
