import { readConfig, settings, type SettingName } from '@f2l/common/config.ts'
import type { DoctorFinding } from '@f2l/common/contracts/doctor.ts'
import { toAppError } from '@f2l/common/errors.ts'
import { loadEnvFiles } from '@f2l/common/load-env.ts'
import { connectAsSuperuser } from '@f2l/common/pocketbase-client.ts'
import { makeQueueProducer } from '@f2l/common/pocketbase-queue.ts'
import { stopSignal } from '@f2l/common/stop-signal.ts'
import { examine } from '../backend/src/doctor/examine.ts'
import { root } from './stack.ts'

/** `npm run doctor [-- --json]`: what the product needs, how it is, and what to do. Exit code 1 when something is broken. */
async function main(): Promise<void> {
  loadEnvFiles(process.env, root)
  const config = readConfig(process.env, Object.keys(settings) as SettingName[])
  const client = connectAsSuperuser({ url: config.PB_URL, email: config.PB_ADMIN_EMAIL, password: config.PB_ADMIN_PASSWORD })
  const findings = await examine({ config, client, queue: makeQueueProducer(client), signal: stopSignal(process) })
  process.stdout.write(process.argv.includes('--json') ? `${JSON.stringify(findings, null, 2)}\n` : `${findings.map(inWords).join('\n')}\n`)
  process.exitCode = findings.some(finding => finding.state === 'bad') ? 1 : 0
}

const marks: Record<DoctorFinding['state'], string> = { good: '✓', warn: '!', bad: '✗' }

function inWords({ name, state, detail, remedy }: DoctorFinding): string {
  return `${marks[state]} ${name}: ${detail}${remedy === null ? '' : `\n    → ${remedy}`}`
}

await main().catch((error: unknown) => {
  process.stderr.write(`✗ ${toAppError(error).message}\n`)
  process.exitCode = 1
})
process.exit()
