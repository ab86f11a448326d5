import { loadEnvFiles } from '@f2l/common/load-env.ts'
import { toAppError } from '@f2l/common/errors.ts'
import { makeLogger } from '@f2l/common/log.ts'
import { stopSignal, whenAborted } from '@f2l/common/stop-signal.ts'
import { root, startStack } from './stack.ts'

/** `npm start`: the product with embedded defaults, until Ctrl-C. */
async function main(): Promise<void> {
  const signal = stopSignal(process)
  loadEnvFiles(process.env, root)
  const log = makeLogger('start', process.env.LOG_LEVEL || 'info')
  try {
    const stack = await startStack({ environment: process.env, log, signal })
    process.stdout.write(`\nFathom-to-Loom is ready: ${stack.publicUrl}\nAdmin panel: ${stack.publicUrl}/_/ (e-mail and password: PB_ADMIN_EMAIL and PB_ADMIN_PASSWORD; defaults are in .env.example and .env)\n\n`)
    await whenAborted(signal)
    await stack.stop()
  } catch (error) {
    // Ctrl-C while it starts is no failure.
    if (signal.aborted) return
    process.stderr.write(`\n✗ ${toAppError(error).message}\n`)
    process.exitCode = 1
  }
}

await main()
