import { randomBytes } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { StageName } from '@f2l/common/contracts/job.ts'
import { reasonOf } from '@f2l/common/errors.ts'
import { freePort } from '@f2l/common/free-port.ts'
import { loadEnvFiles } from '@f2l/common/load-env.ts'
import { makeLogger } from '@f2l/common/log.ts'
import { stopSignal, whenAborted } from '@f2l/common/stop-signal.ts'
import { makeProgressBar, stageWords } from '@f2l/common/progress-bar.ts'
import { installationIn } from '../../scripts/stack-settings.ts'
import { root, startStack, type Environment, type Stack } from '../../scripts/stack.ts'
import { runDemoStory, type DemoResult } from './demo-story.ts'
import { startMailbox } from './mailbox.ts'
import { startSampleFathom, type SampleFathom } from './sample-fathom.ts'

/**
 * `npm run demo [-- --exit] [-- --json]`: the whole product with an offline Fathom and a local mail server,
 * from sign-up to the mail. Everything it makes lies in `data/demo`, which each run empties first.
 */
const help = `npm run demo [-- --exit] [--json]
  --exit  leave after the result (exit code 0 when every check held, else 1)
  --json  print one JSON object last\n`

/** As shells report a program that Ctrl-C ended. */
const stoppedByPerson = 130
/** Where the offline Fathom of the demo that runs answers. */
const addressFile = 'fathom.url'

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { exit: { type: 'boolean', default: false }, json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } })
  if (values.help) return void process.stdout.write(help)
  const signal = stopSignal(process)
  loadEnvFiles(process.env, root)
  const folder = join(root, 'data/demo')
  if (await isPlaying(folder)) {
    process.stderr.write('\n✗ The demo is running already, in another terminal. Please stop it there first, or use the one that runs.\n')
    process.exitCode = 1
    return
  }
  await rm(folder, { recursive: true, force: true })
  process.exitCode = await playDemo(folder, values, signal)
}

/** Its data must not be emptied under a demo that stays up. Who answers at its address is alive; a process number may be anybody's. */
async function isPlaying(folder: string): Promise<boolean> {
  const url = await readFile(join(folder, addressFile), 'utf8').catch(() => '')
  return url !== '' && await fetch(url, { signal: AbortSignal.timeout(2000) }).then(() => true, () => false)
}

async function playDemo(folder: string, options: { exit: boolean; json: boolean }, signal: AbortSignal): Promise<number> {
  const log = makeLogger('demo', process.env.LOG_LEVEL || 'warn')
  const mailbox = await startMailbox()
  const fathom = await startSampleFathom(join(folder, 'fathom-cache'))
  await writeFile(join(folder, addressFile), fathom.shareUrl)
  const environment = await demoEnvironment(folder, { shareUrl: fathom.shareUrl, apiUrl: fathom.apiUrl, smtpUrl: mailbox.smtpUrl })
  let stack: Stack | undefined
  try {
    say('starting PocketBase, the web server and a worker …')
    stack = await startStack({ environment, log, signal })
    const bar = makeProgressBar(process.stderr, 'tenths')
    const person = { email: 'demo@example.com', password: randomBytes(9).toString('base64url'), name: 'Demo' }
    const result = await runDemoStory({
      publicUrl: stack.publicUrl, mailbox, link: fathom.sampleLink, person, signal, say,
      userDbsDir: join(folder, 'user_dbs'), outDir: join(folder, 'out'),
      onProgress: ({ job }) => bar.show(job?.status === 'completed' ? 100 : job?.percent ?? 0, wordsFor(job)),
    })
    bar.end()
    report(result, person, environment, fathom, options)
    if (!options.exit) await stayUp(signal)
    return result.checks.every(check => check.ok) ? 0 : 1
  } catch (error) {
    if (signal.aborted) return stoppedByPerson
    process.stderr.write(`\n✗ ${reasonOf(error)}\n`)
    return 1
  } finally {
    await stack?.stop()
    await Promise.all([fathom.stop(), mailbox.stop()])
  }
}

function wordsFor(job: { stage: StageName | null; secondsLeft: number | null; status: string } | null): string {
  if (job === null || job.status === 'pending') return 'waiting in line'
  const words = job.stage === null ? '' : stageWords[job.stage]
  return job.secondsLeft === null ? words : `${words}, about ${Math.ceil(job.secondsLeft)} s left`
}

async function demoEnvironment(folder: string, urls: { shareUrl: string; apiUrl: string; smtpUrl: string }): Promise<Environment> {
  const port = await freePort(Number(process.env.PORT || 8080))
  const pbPort = await freePort(8090)
  return {
    ...process.env,
    ...installationIn(folder, { port, pbPort }),
    FATHOM_SHARE_URL: urls.shareUrl, FATHOM_API_URL: urls.apiUrl, SMTP_URL: urls.smtpUrl, MAIL_FROM: 'Fathom-to-Loom <demo@localhost>', PRIVATE_MAIL_HOSTS: new URL(urls.smtpUrl).host,
    LOG_LEVEL: process.env.LOG_LEVEL || 'warn',
  }
}

function report(result: DemoResult, person: { email: string; password: string }, environment: Environment, fathom: SampleFathom, { json }: { json: boolean }): void {
  const lines = [
    '', ...result.checks.map(check => `${check.ok ? '✓' : '✗'} ${check.name}: ${check.detail}`), '',
    `Share page     ${result.shareUrl}`,
    `Video file     ${result.videoFile}`,
    `User database  ${result.userDatabase}`,
    `Mail           "${result.mail.subject}" to ${result.mail.to}`,
    `Log in         ${environment.PUBLIC_URL}/login as ${person.email} with ${person.password}`,
    `New meeting    curl -X POST ${fathom.url}/control/deliver/${fathom.sampleRecordingId}, once you connected Fathom with the key ${fathom.apiKey} and turned its webhook on`,
    `Admin panel    ${environment.PUBLIC_URL}/_/ (PB_ADMIN_EMAIL and PB_ADMIN_PASSWORD of .env)`, '',
  ]
  process.stderr.write(`${lines.join('\n')}\n`)
  if (json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
}

async function stayUp(signal: AbortSignal): Promise<void> {
  say('everything stays up until you press Ctrl-C')
  await whenAborted(signal)
}

function say(line: string): void {
  process.stderr.write(`• ${line}\n`)
}

await main()
