import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { onPath } from './on-path.ts'
import { openOurQueue } from './our-queue.ts'
import type { Contender, Entrant } from './queue-contender.ts'
import { startRedis, type RedisKeeping } from './redis.ts'

const peers = fileURLToPath(new URL('queue-peers', import.meta.url))
export const ours: Entrant = {
  name: 'ours', keeps: 'SQLite in WAL mode inside PocketBase, synchronous = NORMAL: survives kill -9; a power cut may take the last writes',
  open: openOurQueue,
}

/** Those peers that are installed, and what is to be done for the others. */
export function findPeers(): { entrants: Entrant[]; missing: string[] } {
  const hasPackages = existsSync(join(peers, 'node_modules', 'bullmq'))
  const redis = onPath('redis-server')
  return {
    entrants: [...hasPackages ? [liteque] : [], ...hasPackages && redis ? [bullmqOn(redis, 'flushed'), bullmqOn(redis, 'as installed')] : []],
    missing: [...hasPackages ? [] : ['npm install --prefix bench/queue-peers'], ...redis ? [] : ['apt-get install redis-server']],
  }
}

const liteque: Entrant = {
  name: 'liteque', keeps: 'SQLite in WAL mode in the same process, synchronous = NORMAL, as it sets it: as ours',
  open: async folder => {
    const { openLiteque } = await import(pathToFileURL(join(peers, 'liteque.mjs')).href) as { openLiteque(folder: string): Contender }
    return openLiteque(folder)
  },
}

function bullmqOn(redis: string, keeping: RedisKeeping): Entrant {
  return {
    name: keeping === 'flushed' ? 'BullMQ, flushed' : 'BullMQ, as installed',
    keeps: keeping === 'flushed' ? 'Redis with appendonly yes, appendfsync always: survives a power cut' : 'Redis with Debian\'s settings, snapshots now and then: kill -9 of Redis loses all since the last',
    open: async (folder, claimers) => {
      const server = await startRedis(redis, folder, keeping)
      const { openBullmq } = await import(pathToFileURL(join(peers, 'bullmq.mjs')).href) as { openBullmq(port: number, claimers: number): Promise<Omit<Contender, 'serverPids'>> }
      const opened = await openBullmq(server.port, claimers)
      return { ...opened, serverPids: [server.pid], close: async () => { await opened.close(); await server.stop() } }
    },
  }
}
