import type { RequestHandler } from 'express'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Logger } from '@f2l/common/log.ts'
import type { PocketBaseClient } from '@f2l/common/pocketbase-client.ts'
import type { UserDatabases } from '@f2l/user-dbs/user-databases.ts'
import { readBackupStatus } from '../backup/backup-folder.ts'
import type { EventHub } from '../deps.ts'
import { countBackups } from './backup-metrics.ts'
import { countQueue } from './queue-metrics.ts'
import { routeOf } from './route-of.ts'

export interface BackendMetrics {
  registry: Registry
  /** Counts and times every request, by the pattern of its route. */
  countRequests: RequestHandler
  /** The hub, whose listeners are counted. */
  countListeners(hub: EventHub): EventHub
}

export interface MetricsDeps {
  client: PocketBaseClient
  userDatabases: Pick<UserDatabases, 'openCount'>
  /** Null where no backups are made. */
  backupDir: string | null
  log: Logger
}

const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** What Prometheus is told of this process and of the queue. No label names a person, a recording or a link. */
export function makeBackendMetrics({ client, userDatabases, backupDir, log }: MetricsDeps): BackendMetrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  countQueue(registry, client, log)
  if (backupDir !== null) countBackups(registry, () => readBackupStatus(backupDir))
  new Gauge({ name: 'f2l_database_handles', help: 'User databases that are open', registers: [registry], collect() { this.set(userDatabases.openCount()) } })
  return { registry, countRequests: requestCounter(registry), countListeners: hub => withListenerCount(hub, registry) }
}

function requestCounter(registry: Registry): RequestHandler {
  const requests = new Counter({ name: 'f2l_http_requests_total', help: 'Requests that were answered', labelNames: ['method', 'route', 'status'], registers: [registry] })
  const seconds = new Histogram({
    name: 'f2l_http_request_seconds', help: 'Time until they were answered to the end; streams are as long as they are watched', labelNames: ['route'],
    buckets: [0.005, 0.02, 0.1, 0.3, 1, 3, 10, 60], registers: [registry],
  })
  return (request, response, next) => {
    const startedAt = performance.now()
    response.once('close', () => {
      const route = routeOf(request)
      // A caller may invent methods; each would be a series of its own.
      const method = knownMethods.has(request.method) ? request.method : 'other'
      requests.inc({ method, route, status: response.writableFinished ? response.statusCode : 'cut' })
      seconds.observe({ route }, (performance.now() - startedAt) / 1000)
    })
    next()
  }
}

function withListenerCount(hub: EventHub, registry: Registry): EventHub {
  const listeners = new Gauge({ name: 'f2l_event_listeners', help: 'Browsers that listen for live events', registers: [registry] })
  return {
    ...hub,
    listen: async (userId, after, onEvent, signal) => {
      const newest = await hub.listen(userId, after, onEvent, signal)
      if (signal.aborted) return newest
      listeners.inc()
      signal.addEventListener('abort', () => listeners.dec(), { once: true })
      return newest
    },
  }
}
