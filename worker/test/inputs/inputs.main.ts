import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { faultsOfGood, faultsOfRefused } from './convert-input.ts'
import { goodInputs } from './good-inputs.ts'
import { refusedInputs } from './refused-inputs.ts'

/** `npm run inputs -- [PART OF A NAME]`: every kind of input through the whole conversion, as a table; exits 1 when one is not right. */
const [wanted = ''] = process.argv.slice(2)
/** Two at a time: one waits for ffmpeg while the other computes. */
const lanes = 2
const folder = await mkdtemp(join(tmpdir(), 'f2l-inputs-'))
const runs = [
  ...goodInputs.flatMap(input => (input.isQuick ? ['plain', 'framed'] as const : ['plain'] as const).map(look => ({ name: `${input.name} (${look})`, faults: () => faultsOfGood(input, folder, look) }))),
  ...refusedInputs.map(input => ({ name: `refused: ${input.name}`, faults: () => faultsOfRefused(input, folder) })),
].filter(({ name }) => name.includes(wanted))
if (runs.length === 0) {
  process.stderr.write(`No kind of input has “${wanted}” in its name.\n`)
  process.exitCode = 2
}
try {
  await Promise.all(Array.from({ length: lanes }, async () => {
    for (let run = runs.shift(); run; run = runs.shift()) await show(run)
  }))
} finally {
  await rm(folder, { recursive: true, force: true })
}
process.exit()

async function show({ name, faults }: (typeof runs)[number]): Promise<void> {
  const started = performance.now()
  const found = await faults()
  if (found.length > 0) process.exitCode = 1
  process.stdout.write(`${found.length === 0 ? 'ok  ' : 'FAIL'} ${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s  ${name}${found.map(fault => `\n       ${fault}`).join('')}\n`)
}
