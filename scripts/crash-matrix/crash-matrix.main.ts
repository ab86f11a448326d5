import { parseArgs } from 'node:util'
import { reportTable } from './report-table.ts'
import { runMatrix } from './run-matrix.ts'

const usage = `Usage: npm run crash-matrix [-- --kills N | --minutes N] [--seed N]

Converts recordings with the whole product while worker, backend and PocketBase are killed with -9, at every boundary of a job's
life and at random; then looks whether anything was lost, done twice, broken or left over. 8 kills without options.
Exit code 0: nothing found. 1: what it says. The same seed kills in the same order.
`

/** `npm run crash-matrix`: what a power cut, an out-of-memory killer and a bad deploy may do, in numbers. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { kills: { type: 'string' }, minutes: { type: 'string' }, seed: { type: 'string' }, help: { type: 'boolean' } } })
  const minutes = Number(values.minutes ?? Infinity)
  const kills = Number(values.kills ?? (values.minutes === undefined ? 8 : Infinity))
  const seed = Number(values.seed ?? Date.now() % 1_000_000)
  if (values.help || !(minutes > 0) || !(kills > 0) || !Number.isSafeInteger(seed)) {
    process.stderr.write(usage)
    return values.help ? 0 : 2
  }
  const say = (line: string): void => { process.stderr.write(`• ${line}\n`) }
  say(`seed ${seed}`)
  const report = await runMatrix({ seed, kills, minutes, say })
  process.stdout.write(`\n${reportTable(report, seed)}`)
  return report.found.length === 0 ? 0 : 1
}

process.exit(await main())
