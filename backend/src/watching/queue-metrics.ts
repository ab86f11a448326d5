import { Gauge, type Registry } from 'prom-client'
import { z } from 'zod'
import type { Logger } from '@f2l/common/log.ts'
import type { PocketBaseClient } from '@f2l/common/pocketbase-client.ts'

const count = z.int().min(0)
const figures = z.object({
  jobs: z.array(z.object({ kind: z.string(), lane: z.string(), status: z.string(), jobs: count, oldestSeconds: z.number() })),
  dead: z.array(z.object({ kind: z.string(), code: z.string(), jobs: count })),
  workersOnline: count, workersPaused: count,
  databases: z.array(z.object({ status: z.string(), databases: count })),
})
type Figures = z.output<typeof figures>

/** The gauges of one scrape are filled together. */
const freshMs = 500

/** The queue, and the registry of user databases, as PocketBase has them when somebody asks; while PocketBase is away only `f2l_queue_up` is told, as 0. */
export function countQueue(registry: Registry, client: PocketBaseClient, log: Logger): void {
  const up = gauge('f2l_queue_up', '1 while PocketBase answers')
  const jobs = gauge('f2l_queue_jobs', 'Jobs that wait (pending), wait for a time (delayed) or run (processing)', ['kind', 'lane', 'status'])
  const oldest = gauge('f2l_queue_oldest_seconds', 'Age of the oldest of them: since it could be claimed, or was', ['kind', 'lane', 'status'])
  const dead = gauge('f2l_queue_dead_jobs', 'Jobs that used up their attempts, by the code of the last error', ['kind', 'code'])
  const online = gauge('f2l_workers_online', 'Workers heard of in the last 90 seconds')
  const paused = gauge('f2l_workers_paused', 'Those of them that take no new job')
  const databases = gauge('f2l_user_databases', 'People\'s databases by status; quarantined ones are shut to their owners', ['status'])
  let asked: { done: Promise<void>; until: number } | undefined

  // All gauges are read side by side, so each waits for the one look.
  function gauge(name: string, help: string, labelNames: string[] = []): Gauge {
    return new Gauge({ name, help, labelNames, registers: [registry], collect: refresh })
  }
  function refresh(): Promise<void> {
    if (!asked || asked.until < performance.now()) asked = { done: look(), until: performance.now() + freshMs }
    return asked.done
  }
  async function look(): Promise<void> {
    for (const each of [jobs, oldest, dead, online, paused, databases]) each.reset()
    try {
      tell(figures.parse(await client.send('GET', '/api/queue/figures')))
      up.set(1)
    }
    catch (error) {
      log.debug({ err: error }, 'the queue cannot be counted')
      for (const each of [online, paused]) each.remove()
      up.set(0)
    }
  }
  function tell(now: Figures): void {
    for (const { kind, lane, status, jobs: number, oldestSeconds } of now.jobs) {
      jobs.set({ kind, lane, status }, number)
      oldest.set({ kind, lane, status }, oldestSeconds)
    }
    for (const { kind, code, jobs: number } of now.dead) dead.set({ kind, code }, number)
    for (const { status, databases: number } of now.databases) databases.set({ status }, number)
    online.set(now.workersOnline)
    paused.set(now.workersPaused)
  }
}
