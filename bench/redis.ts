import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createConnection } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '@f2l/common/free-port.ts'
import { endWithUs } from './end-with-us.ts'

/** `flushed`: every write is on disk before it is acknowledged. `as installed`: Debian's settings, snapshots only. */
export type RedisKeeping = 'flushed' | 'as installed'

const settingsOf: Record<RedisKeeping, string[]> = {
  'flushed': ['--save', '', '--appendonly', 'yes', '--appendfsync', 'always'],
  'as installed': ['--save', '3600', '1', '300', '100', '60', '10000', '--appendonly', 'no'],
}
const startSeconds = 10

/** A Redis of its own on a loopback port, with its files in this folder. */
export async function startRedis(program: string, folder: string, keeping: RedisKeeping): Promise<{ port: number; pid: number; stop(): Promise<void> }> {
  const port = await freePort()
  const child = spawn(program, ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, '--daemonize', 'no', ...settingsOf[keeping]], { stdio: 'ignore' })
  const exited = once(child, 'exit')
  endWithUs(child)
  async function stop(): Promise<void> {
    child.kill('SIGKILL')
    await exited
  }
  for (let tries = 0; !await answers(port); tries += 1) {
    if (child.exitCode !== null || tries > startSeconds * 20) {
      await stop()
      throw new Error('redis-server did not start')
    }
    await sleep(50)
  }
  return { port, pid: child.pid!, stop }
}

function answers(port: number): Promise<boolean> {
  return new Promise(done => {
    const socket = createConnection(port, '127.0.0.1')
    socket.once('connect', () => { socket.end(); done(true) })
    socket.once('error', () => done(false))
  })
}
