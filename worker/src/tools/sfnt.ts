/** A TrueType file as its tables, by their tags. */
export interface Sfnt { version: number; tables: Map<string, Buffer> }

export function readSfnt(font: Buffer): Sfnt {
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, index): [string, Buffer] => {
    const entry = 12 + 16 * index
    const start = font.readUInt32BE(entry + 8)
    return [font.toString('latin1', entry, entry + 4), Buffer.from(font.subarray(start, start + font.readUInt32BE(entry + 12)))]
  })
  return { version: font.readUInt32BE(0), tables: new Map(tables) }
}

/** The check sums stay empty: nobody who draws with a font asks for them. */
export function writeSfnt({ version, tables }: Sfnt): Buffer {
  const directory = Buffer.alloc(12 + 16 * tables.size)
  directory.writeUInt32BE(version, 0)
  directory.writeUInt16BE(tables.size, 4)
  const parts = [directory]
  let offset = directory.length
  for (const [index, [tag, table]] of [...tables].entries()) {
    const entry = 12 + 16 * index
    directory.write(tag, entry, 'latin1')
    directory.writeUInt32BE(offset, entry + 8)
    directory.writeUInt32BE(table.length, entry + 12)
    const padded = Buffer.concat([table, Buffer.alloc(-table.length & 3)])
    parts.push(padded)
    offset += padded.length
  }
  return Buffer.concat(parts)
}

export function writeWords(table: Buffer, at: number, values: number[]): void {
  for (const [index, value] of values.entries()) table.writeUInt16BE(value & 0xffff, at + 2 * index)
}
