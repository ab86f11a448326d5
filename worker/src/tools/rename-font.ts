import { readSfnt, writeSfnt, writeWords } from './sfnt.ts'

/** Ascent and descent of a line, as parts of the letter size: Inter's. */
const ascent = 0.969
const descent = 0.241

/**
 * A TrueType font under another family name and with one line height. Fonts that are named alike are one font to libass, which then
 * takes each letter from the file that has it; and as it scales letters by their font's line height, letters of all files come out alike.
 */
export function renameFont(font: Buffer, family: string): Buffer {
  const { version, tables } = readSfnt(font)
  tables.set('name', nameTable(family))
  const unitsPerEm = tables.get('head')!.readUInt16BE(18)
  const [up, down] = [Math.round(ascent * unitsPerEm), Math.round(descent * unitsPerEm)]
  writeWords(tables.get('hhea')!, 4, [up, -down, 0])
  writeWords(tables.get('OS/2')!, 68, [up, -down, 0, up, down])
  return writeSfnt({ version, tables })
}

/** Family (1), style (2), full name (4) and PostScript name (6), in the one encoding that all readers know. */
function nameTable(family: string): Buffer {
  const names = [[1, family], [2, 'Regular'], [4, family], [6, family.replace(/[^A-Za-z0-9]/g, '')]] as const
  const texts = names.map(([, text]) => Buffer.from(text, 'utf16le').swap16())
  const head = Buffer.alloc(6 + 12 * names.length)
  writeWords(head, 0, [0, names.length, head.length])
  let offset = 0
  for (const [index, [id]] of names.entries()) {
    writeWords(head, 6 + 12 * index, [3, 1, 0x409, id, texts[index]!.length, offset])
    offset += texts[index]!.length
  }
  return Buffer.concat([head, ...texts])
}
