import type { Readable } from 'node:stream'

/** A file on its way into an archive; `sizeBytes` must be what `read` gives. */
export interface TarEntry { name: string; sizeBytes: number; modifiedAt: Date; read(): Promise<Readable> }

const block = 512
/** Two empty blocks end an archive. */
const end = Buffer.alloc(2 * block)
/** The largest size that eleven octal digits can say: 8 GiB. */
const mostOctal = 8 ** 11 - 1

/** How long the archive of these files will be. */
export function tarSize(entries: readonly Pick<TarEntry, 'sizeBytes'>[]): number {
  return entries.reduce((sum, { sizeBytes }) => sum + block + padded(sizeBytes), end.length)
}

/**
 * Writes a tar archive (POSIX ustar) piece by piece: nothing of it is ever stored or held whole.
 * @throws Error when a file is longer or shorter than was said, because all behind it would be unreadable
 */
export async function* writeTar(entries: Iterable<TarEntry>): AsyncGenerator<Buffer> {
  for (const entry of entries) {
    yield header(entry)
    let left = entry.sizeBytes
    for await (const piece of await entry.read() as AsyncIterable<Buffer>) {
      left -= piece.length
      if (left < 0) break
      yield piece
    }
    if (left !== 0) throw new Error(`${entry.name} changed while it was put into the archive`)
    yield Buffer.alloc(padded(entry.sizeBytes) - entry.sizeBytes)
  }
  yield end
}

function header({ name, sizeBytes, modifiedAt }: TarEntry): Buffer {
  const bytes = Buffer.alloc(block)
  const [prefix, last] = split(name)
  bytes.write(last, 0, 'utf8')
  bytes.write('0000644\0' + '0000000\0' + '0000000\0', 100, 'latin1')
  writeSize(bytes, sizeBytes)
  bytes.write(`${Math.floor(modifiedAt.getTime() / 1000).toString(8).padStart(11, '0')}\0`, 136, 'latin1')
  bytes.write('        0', 148, 'latin1')
  bytes.write('ustar\u000000', 257, 'latin1')
  bytes.write(prefix, 345, 'utf8')
  const sum = bytes.reduce((total, byte) => total + byte, 0)
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return bytes
}

/** Above 8 GiB the size is written in base 256, marked by its first bit, as GNU tar and others read it. */
function writeSize(bytes: Buffer, size: number): void {
  if (size <= mostOctal) return void bytes.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1')
  bytes[124] = 0x80
  bytes.writeBigUInt64BE(BigInt(size), 128)
}

/** A name of up to 100 bytes below a folder of up to 155. */
function split(name: string): [string, string] {
  const slash = name.lastIndexOf('/')
  const [prefix, last] = slash < 0 ? ['', name] : [name.slice(0, slash), name.slice(slash + 1)]
  if (Buffer.byteLength(last) > 100 || Buffer.byteLength(prefix) > 155) throw new Error(`${name} is too long for an archive`)
  return [prefix, last]
}

function padded(size: number): number {
  return Math.ceil(size / block) * block
}
