import { glyphsOf } from './font-characters.ts'
import { readSfnt, writeSfnt, writeWords, type Sfnt } from './sfnt.ts'

/** A glyph that is put together from others, and how the parts of its outline are described (OpenType, "glyf"). */
const wordArguments = 0x0001
const oneScale = 0x0008
const moreComponents = 0x0020
const twoScales = 0x0040
const matrix = 0x0080

/**
 * One TrueType font with the glyphs of several that are parts of the same (equal letter size). What shapes letters by their neighbours
 * is lost: for scripts that do without. libass takes at most ten files for one family, and Chinese lies in a hundred.
 * @param parts each with the characters that are to come from it
 */
export function mergeFonts(parts: { font: Buffer; text: string }[]): Buffer {
  const read = parts.map(({ font, text }) => ({ font: readSfnt(font), text }))
  const [first] = read
  const glyphs: Buffer[] = []
  const metrics: Buffer[] = []
  const characters = new Map<number, number>()
  for (const { font, text } of read) {
    const before = glyphs.length
    const count = font.tables.get('maxp')!.readUInt16BE(4)
    for (let glyph = 0; glyph < count; glyph++) {
      glyphs.push(shifted(glyphOf(font, glyph), before))
      metrics.push(metricsOf(font, glyph))
    }
    const glyphFor = glyphsOf(font)
    for (const letter of text) {
      const codePoint = letter.codePointAt(0)!
      const glyph = glyphFor(codePoint)
      if (glyph > 0) characters.set(codePoint, before + glyph)
    }
  }
  return assemble(first!.font, glyphs, metrics, characters)
}

function assemble({ version, tables }: Sfnt, glyphs: Buffer[], metrics: Buffer[], characters: Map<number, number>): Buffer {
  const head = Buffer.from(tables.get('head')!)
  writeWords(head, 50, [1])
  const maxp = Buffer.from(tables.get('maxp')!)
  writeWords(maxp, 4, [glyphs.length])
  // Limits of points and contours are the largest there are: the parts' own are not worth reading.
  writeWords(maxp, 6, [0xffff, 0xffff, 0xffff, 0xffff])
  writeWords(maxp, 28, [0xffff, 16])
  const hhea = Buffer.from(tables.get('hhea')!)
  writeWords(hhea, 34, [glyphs.length])
  const post = Buffer.alloc(32)
  post.writeUInt32BE(0x00030000, 0)
  const offsets = Buffer.alloc(4 * (glyphs.length + 1))
  let end = 0
  for (const [index, glyph] of glyphs.entries()) offsets.writeUInt32BE(end += glyph.length, 4 * (index + 1))
  return writeSfnt({
    version, tables: new Map([
      ['OS/2', tables.get('OS/2')!], ['cmap', characterTable(characters)], ['glyf', Buffer.concat(glyphs)], ['head', head], ['hhea', hhea],
      ['hmtx', Buffer.concat(metrics)], ['loca', offsets], ['maxp', maxp], ['name', tables.get('name')!], ['post', post],
    ]),
  })
}

function glyphOf({ tables }: Sfnt, glyph: number): Buffer {
  const isLong = tables.get('head')!.readInt16BE(50) === 1
  const loca = tables.get('loca')!
  const at = (index: number): number => isLong ? loca.readUInt32BE(4 * index) : 2 * loca.readUInt16BE(2 * index)
  const bytes = Buffer.from(tables.get('glyf')!.subarray(at(glyph), at(glyph + 1)))
  return Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)])
}

/** A composed glyph with its parts' numbers counted on; others have no numbers in them. */
function shifted(glyph: Buffer, by: number): Buffer {
  if (glyph.length < 10 || glyph.readInt16BE(0) >= 0) return glyph
  for (let at = 10, flags = moreComponents; flags & moreComponents;) {
    flags = glyph.readUInt16BE(at)
    writeWords(glyph, at + 2, [glyph.readUInt16BE(at + 2) + by])
    at += 4 + (flags & wordArguments ? 4 : 2) + (flags & oneScale ? 2 : flags & twoScales ? 4 : flags & matrix ? 8 : 0)
  }
  return glyph
}

/** Advance and left bearing; glyphs past the last advance share it. */
function metricsOf({ tables }: Sfnt, glyph: number): Buffer {
  const advances = tables.get('hhea')!.readUInt16BE(34)
  const hmtx = tables.get('hmtx')!
  if (glyph < advances) return hmtx.subarray(4 * glyph, 4 * glyph + 4)
  return Buffer.concat([hmtx.subarray(4 * (advances - 1), 4 * (advances - 1) + 2), hmtx.subarray(4 * advances + 2 * (glyph - advances), 4 * advances + 2 * (glyph - advances) + 2)])
}

function characterTable(characters: Map<number, number>): Buffer {
  const sorted = [...characters].sort(([a], [b]) => a - b)
  const table = Buffer.alloc(12 + 16 + 12 * sorted.length)
  // One table for Windows, all of Unicode.
  writeWords(table, 0, [0, 1, 3, 10, 0, 12, 12, 0])
  table.writeUInt32BE(16 + 12 * sorted.length, 16)
  table.writeUInt32BE(sorted.length, 24)
  for (const [index, [codePoint, glyph]] of sorted.entries()) {
    for (const [place, value] of [codePoint, codePoint, glyph].entries()) table.writeUInt32BE(value, 28 + 12 * index + 4 * place)
  }
  return table
}
