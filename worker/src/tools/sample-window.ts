import type { Channels } from './pcm-cut.ts'

/** A stream of samples that is read once, from front to back, in stretches that may overlap a little. */
export interface SampleWindow {
  /** The samples from `start` to `end`, or to the end of the stream; `start` at most `lookBack` before the end of the last stretch. */
  read(start: number, end: number): AsyncGenerator<Uint8Array>
  close(): Promise<void>
}

interface Block { at: number; bytes: Uint8Array }

/** `bytes`: raw floats, in pieces of any number of bytes. */
export function makeSampleWindow(bytes: AsyncIterable<Uint8Array>, channels: Channels, lookBack: number): SampleWindow {
  const sampleBytes = 4 * channels
  const source = wholeSamples(bytes, sampleBytes)
  const endOf = ({ at, bytes }: Block): number => at + bytes.length / sampleBytes
  let held: Block[] = []
  async function next(): Promise<Block | null> {
    const read = await source.next()
    if (read.done) return null
    const block = { at: held.length === 0 ? 0 : endOf(held.at(-1)!), bytes: read.value }
    held.push(block)
    return block
  }
  function drop(before: number): void {
    const first = held.findIndex(block => endOf(block) > before)
    held = held.slice(first < 0 ? -1 : first)
  }
  return {
    async* read(start, end) {
      for (let index = 0, position = 0; position < end; index++) {
        const block = held[index] ?? await next()
        if (block === null) return
        position = endOf(block)
        const [from, to] = [Math.max(start, block.at), Math.min(end, position)]
        if (from < to) yield block.bytes.subarray((from - block.at) * sampleBytes, (to - block.at) * sampleBytes)
        const before = held.length
        drop(to - lookBack)
        index -= before - held.length
      }
    },
    close: async () => { await source.return(undefined) },
  }
}

async function* wholeSamples(source: AsyncIterable<Uint8Array>, sampleBytes: number): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array = new Uint8Array()
  for await (const bytes of source) {
    const all = rest.length === 0 ? bytes : Buffer.concat([rest, bytes])
    const whole = all.length - all.length % sampleBytes
    rest = all.subarray(whole)
    if (whole > 0) yield all.subarray(0, whole)
  }
}
