import { loadEnvFiles } from '@f2l/common/load-env.ts'
import { toAppError } from '@f2l/common/errors.ts'
import { makeLogger } from '@f2l/common/log.ts'
import { root, startStack } from './stack.ts'

/** `npm start`: the product with embedded defaults, until Ctrl-C. */
async function main(): Promise<void> {
  loadEnvFiles(root)
  const log = makeLogger('start', process.env.LOG_LEVEL || 'info')
  const ending = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => ending.abort())
  try {
    const stack = await startStack({ environment: process.env, log, signal: ending.signal })
    process.stdout.write(`\nFathom-to-Loom is ready: ${stack.publicUrl}\nAdmin panel: ${stack.publicUrl}/_/ (e-mail and password: PB_ADMIN_EMAIL and PB_ADMIN_PASSWORD; defaults are in .env.example and .env)\n\n`)
    if (!ending.signal.aborted) await new Promise(done => ending.signal.addEventListener('abort', done, { once: true }))
    await stack.stop()
  } catch (error) {
    process.stderr.write(`\n✗ ${toAppError(error).message}\n`)
    process.exitCode = 1
  }
}

await main()
