import { createServer, type Server } from 'node:http'
import { createServer as createProbe, type AddressInfo } from 'node:net'
import type { Express } from 'express'
import type { Config } from '@f2l/common/config.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { RequestTimes } from './request-bounds.ts'

export interface Listening { port: number; close(): Promise<void> }

/**
 * Node lets one caller in at a socket and turn of its event loop, and beside uploads and a conversion a turn may take a tenth of a
 * second: with one socket a few hundred viewers waited ten seconds for their page. Only Linux shares callers out among sockets.
 */
const socketCount = process.platform === 'linux' ? 16 : 1
/** Where more than these wait to be let in, the system drops a caller's first packet, and their browser tries again after seconds. Node's own 511 were too few. */
const waitingCallers = 4096
/** So long requests may go on after a stop was asked for. */
const drainSeconds = 5

/** Serves the app on the port of the settings; 0 takes a free one. @throws AppError `config.invalid` where the port is taken */
export async function startListening(app: Express, { PORT, HOST }: Pick<Config, 'PORT' | 'HOST'>, times: RequestTimes): Promise<Listening> {
  try {
    const port = await freePortOf(PORT, HOST)
    const servers = await Promise.all(Array.from({ length: socketCount }, () => serve(app, port, HOST, times)))
    return { port, close: async () => { await Promise.all(servers.map(close)) } }
  } catch (error) {
    throw new AppError('config.invalid', `The web server cannot listen on ${HOST}:${PORT}. Perhaps another program has this port; PORT sets another.`, { cause: error })
  }
}

/** Sockets that share a port would share it with those of another backend, too: one that does not share tells whether it is free. */
function freePortOf(port: number, host: string): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createProbe(caller => caller.destroy())
    probe.once('error', fail).listen(port, host, () => {
      const { port: found } = probe.address() as AddressInfo
      probe.close(() => done(found))
    })
  })
}

function serve(app: Express, port: number, host: string, { headerMs }: RequestTimes): Promise<Server> {
  return new Promise((done, fail) => {
    // Headers must come soon (slowloris), and are looked after that often; how long a body may take is said in request-bounds.ts.
    const server = createServer({ headersTimeout: headerMs, requestTimeout: 0, keepAliveTimeout: 65_000, connectionsCheckingInterval: Math.min(5000, headerMs) }, app)
    server.once('error', fail).listen({ port, host, backlog: waitingCallers, reusePort: socketCount > 1 }, () => {
      server.off('error', fail)
      done(server)
    })
  })
}

async function close(server: Server): Promise<void> {
  const closed = new Promise(done => server.close(done))
  server.closeIdleConnections()
  const timer = setTimeout(() => server.closeAllConnections(), drainSeconds * 1000)
  await closed
  clearTimeout(timer)
}
