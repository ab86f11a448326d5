import { createInterface } from 'node:readline/promises'
import { toAppError } from '@f2l/common/errors.ts'
import { makeProgressBar } from '@f2l/common/progress-bar.ts'
import { stopSignal } from '@f2l/common/stop-signal.ts'
import { setUpSpeech } from './setup-speech.ts'
import { root } from './stack.ts'

/** `npm run setup -- speech`: offers a model for speech-to-text on this machine. */
const bar = makeProgressBar(process.stderr, 'tenths')
const say = (line: string): void => void process.stderr.write(`${line}\n`)

async function ask(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const stop = new AbortController()
  terminal.once('SIGINT', () => stop.abort())
  // Ctrl-C is a no.
  const answer = await terminal.question(`${question} [y/N] `, { signal: stop.signal }).catch(() => '')
  terminal.close()
  return /^y(es)?$/i.test(answer.trim())
}

const signal = stopSignal(process)
try {
  const isDone = await setUpSpeech(process.argv.slice(2), {
    root, say, ask: process.stdin.isTTY ? ask : null, signal,
    showProgress: fraction => bar.show(100 * Math.min(1, fraction), 'fetching the model'),
  })
  bar.clear()
  if (!isDone) say('Nothing was fetched.')
} catch (thrown) {
  bar.clear()
  const error = toAppError(thrown)
  say(signal.aborted ? '\nStopped; the next time it goes on from here.' : `\n✗ ${error.message}`)
  if (!signal.aborted && error.code === 'internal') say(String((error.cause as Error).stack ?? error.cause))
  process.exitCode = signal.aborted ? 130 : 1
}
