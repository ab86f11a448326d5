import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Static checks, then every test; the last line says how many held. Arguments go to vitest. */
const root = fileURLToPath(new URL('..', import.meta.url))
const bin = (name: string) => join(root, 'node_modules', '.bin', name)

interface VitestReport { numPassedTests: number; numFailedTests: number; numPendingTests: number; testResults: { status: string; assertionResults: unknown[] }[] }

type Command = [tool: string, args: string[]]
/** Side by side, each one after the other. */
const staticChecks: Command[][] = [
  [['tsc', ['--noEmit']], ['tsc', ['--noEmit', '-p', 'frontend']], ['tsc', ['--noEmit', '-p', 'e2e']]],
  [['eslint', ['.']]],
]

async function runStaticChecks(): Promise<{ passed: number; failed: number }> {
  const held = (await Promise.all(staticChecks.map(runInTurn))).flat()
  return { passed: held.filter(Boolean).length, failed: held.filter(isHeld => !isHeld).length }
}

async function runInTurn(commands: Command[]): Promise<boolean[]> {
  const held: boolean[] = []
  for (const [tool, args] of commands) {
    process.stdout.write(`${tool} ${args.join(' ')}\n`)
    const [code] = await once(spawn(bin(tool), args, { cwd: root, stdio: 'inherit' }), 'exit') as [number | null]
    held.push(code === 0)
  }
  return held
}

function runVitest(args: string[]): { passed: number; failed: number; skipped: number } {
  const folder = mkdtempSync(join(tmpdir(), 'f2l-test-'))
  const file = join(folder, 'report.json')
  const done = spawnSync(bin('vitest'), ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...args], { cwd: root, stdio: 'inherit' })
  const report = readReport(file)
  rmSync(folder, { recursive: true })
  if (report === null) return { passed: 0, failed: 1, skipped: 0 }
  const brokenFiles = report.testResults.filter(result => result.status === 'failed' && result.assertionResults.length === 0).length
  const failed = report.numFailedTests + brokenFiles
  return { passed: report.numPassedTests, failed: done.status !== 0 && failed === 0 ? 1 : failed, skipped: report.numPendingTests }
}

function readReport(file: string): VitestReport | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as VitestReport
  } catch (error) {
    process.stderr.write(`vitest left no report: ${String(error)}\n`)
    return null
  }
}

const statics = await runStaticChecks()
const tests = runVitest(process.argv.slice(2))
const failed = statics.failed + tests.failed
if (tests.skipped > 0) process.stdout.write(`${tests.skipped} skipped (their recordings are not part of a clone)\n`)
process.stdout.write(`${statics.passed + tests.passed} passed, ${failed} failed\n`)
process.exit(failed === 0 ? 0 : 1)
