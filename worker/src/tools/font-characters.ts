import type { Sfnt } from './sfnt.ts'

/** Character → glyph, by the subset's table of groups (12) or of segments (4); 0 where there is none. */
export function glyphsOf({ tables }: Sfnt): (codePoint: number) => number {
  const cmap = tables.get('cmap')!
  const subtables = Array.from({ length: cmap.readUInt16BE(2) }, (_, index) => cmap.subarray(cmap.readUInt32BE(4 + 8 * index + 4)))
  const groups = subtables.find(table => table.readUInt16BE(0) === 12)
  const segments = subtables.find(table => table.readUInt16BE(0) === 4)
  return codePoint => (groups && inGroups(groups, codePoint)) || (segments && codePoint < 0x10000 && inSegments(segments, codePoint)) || 0
}

function inGroups(table: Buffer, codePoint: number): number {
  for (let at = 16; at < 16 + 12 * table.readUInt32BE(12); at += 12) {
    const start = table.readUInt32BE(at)
    if (codePoint >= start && codePoint <= table.readUInt32BE(at + 4)) return table.readUInt32BE(at + 8) + codePoint - start
  }
  return 0
}

function inSegments(table: Buffer, codePoint: number): number {
  const size = table.readUInt16BE(6)
  for (let at = 14; at < 14 + size; at += 2) {
    if (codePoint > table.readUInt16BE(at)) continue
    const start = table.readUInt16BE(at + size + 2)
    if (codePoint < start) return 0
    const delta = table.readUInt16BE(at + 2 * size + 2)
    const place = at + 3 * size + 2
    const range = table.readUInt16BE(place)
    const glyph = range === 0 ? codePoint : table.readUInt16BE(place + range + 2 * (codePoint - start))
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff
  }
  return 0
}
