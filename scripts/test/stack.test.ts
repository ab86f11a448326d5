import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isAlive } from '@f2l/common/is-alive.ts'
import { freePort } from '@f2l/common/free-port.ts'
import { lookAt } from '../processes.ts'
import { freshSecrets, installationIn } from '../stack-settings.ts'

let folder: string
let environment: Record<string, string>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'f2l-stack-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** `scripts/start.ts` as the terminal starts it: the leader of a process group that Ctrl-C is sent to. */
async function start(name: string) {
  const [port, pbPort] = [await freePort(), await freePort()]
  const home = join(folder, name)
  environment = {
    PATH: process.env['PATH']!, HOME: home, LOG_LEVEL: 'debug', ...installationIn(home, { port, pbPort }), ...freshSecrets(),
  }
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, '../start.ts')], { env: environment, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', line => said.push(line))
  const exited = new Promise<number | null>(done => { child.once('exit', done) })
  const children = async (): Promise<number[]> => {
    const list = await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')
    return list.trim().split(' ').filter(Boolean).map(Number)
  }
  await expect.poll(() => said.some(line => line.includes('is ready')) && said.some(line => line.includes('looking for work')), { timeout: 40_000 }).toBe(true)
  return { child, said, exited, children: await children() }
}

// Only Linux tells whose child and which environment a process has.
const onLinux = test.skipIf(process.platform !== 'linux')

onLinux('Ctrl-C ends the product with exit code 0, without a restart and with no process left', async () => {
  const { child, said, exited, children } = await start('ctrl-c')
  expect(children).toHaveLength(3)
  // To the whole group, as a terminal does, and once more from whoever hands it on.
  process.kill(-child.pid!, 'SIGINT')
  process.kill(child.pid!, 'SIGINT')
  expect(await exited).toBe(0)
  expect(said.join('\n')).not.toMatch(/starting it again|cannot run|no answer from the queue/)
  expect(said.filter(line => line.includes('"stopped"'))).toHaveLength(1)
  expect(children.filter(isAlive)).toEqual([])
}, 60_000)

onLinux('when the starter is killed with -9, PocketBase, web server and worker end by themselves', async () => {
  const { child, exited, children } = await start('killed')
  child.kill('SIGKILL')
  await exited
  await expect.poll(() => children.filter(isAlive), { timeout: 20_000 }).toEqual([])
}, 80_000)

onLinux('what dies is started again: PocketBase, the web server and the worker', async () => {
  const { child, said, exited, children } = await start('started-again')
  for (const pid of children) process.kill(pid, 'SIGKILL')
  await expect.poll(() => said.filter(line => line.includes('starting it again')).length, { timeout: 10_000 }).toBe(3)
  const answers = (url: string): Promise<boolean> => fetch(url, { signal: AbortSignal.timeout(1000) }).then(({ ok }) => ok, () => false)
  await expect.poll(() => answers(`${environment['PB_URL']}/api/health`), { timeout: 20_000 }).toBe(true)
  await expect.poll(() => answers(`${environment['BACKEND_URL']}/healthz`), { timeout: 20_000 }).toBe(true)
  await expect.poll(() => said.filter(line => line.includes('looking for work')).length, { timeout: 20_000 }).toBe(2)
  child.kill('SIGTERM')
  expect(await exited).toBe(0)
}, 100_000)

onLinux('a worker is not given the keys of sessions, users and PocketBase', async () => {
  const { child, exited, children } = await start('secrets')
  const worker = (await Promise.all(children.map(lookAt))).find(({ command }) => command.includes('worker/src/main.ts'))!
  expect(worker.environment).toContain(environment['WORKER_SECRET'])
  for (const name of ['JWT_SECRET', 'AES_MASTER_KEY', 'PB_ADMIN_PASSWORD', 'PB_ENCRYPTION_KEY']) expect(worker.environment).not.toContain(environment[name])
  child.kill('SIGTERM')
  expect(await exited).toBe(0)
}, 60_000)
