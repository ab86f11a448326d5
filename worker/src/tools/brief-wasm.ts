import { setFlagsFromString } from 'node:v8'

/** V8's own value (flag `wasm-tiering-budget`), and one that a second of work does not use up. */
const usualBudget = 13_000_000
const largeBudget = 400_000_000

/**
 * Runs WebAssembly that has a second of work. V8 rewrites functions that are busy with its optimising compiler: for so little
 * work that takes longer than it saves (measured on the text reader: 0.6 of 1.8 s, and up to 250 MB for a while), so it is put off.
 * The setting is one of the whole process and is put back afterwards; others who begin meanwhile are only optimised later.
 */
export async function withoutOptimising<Result>(work: () => Promise<Result>): Promise<Result> {
  setFlagsFromString(`--wasm-tiering-budget=${largeBudget}`)
  try {
    return await work()
  } finally {
    setFlagsFromString(`--wasm-tiering-budget=${usualBudget}`)
  }
}
