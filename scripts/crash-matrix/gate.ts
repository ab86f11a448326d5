import { Agent, createServer, request as openRequest, type IncomingMessage, type RequestOptions, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

export interface Passing { method: string; path: string; body: string }

/** Stops one request exactly before it reaches the other side, or exactly after that side has done it and before its answer is heard. */
export interface Trap {
  moment: 'before' | 'after'
  fits(request: Passing, answer: string | null): boolean
  /** Somebody dies here; the rest waits until this settles. */
  spring(request: Passing, answer: string | null): Promise<void>
  /** One of the two sides died, so the other hears nothing more of this request. */
  isCut: boolean
}

/** A proxy between two parts of the product: neither of them knows of it. */
export interface Gate {
  url: string
  set(trap: Trap | null): void
  /** Calls back with every request that was answered well. */
  onPassed(listener: (request: Passing, answer: string) => void): void
  /** As if the other side were down: whoever is connected is cut off, and nobody gets through until it is opened. */
  shut(): void
  open(): void
  stop(): Promise<void>
}

const agent = new Agent({ keepAlive: true })
/** Larger ones are files of the browser, which no trap is about. */
const heldBytes = 8 * 2 ** 20

export async function startGate(targetUrl: string): Promise<Gate> {
  const target = new URL(targetUrl)
  let trap: Trap | null = null
  let isShut = false
  const listeners: ((request: Passing, answer: string) => void)[] = []
  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await buffer(incoming)
    const passing = { method: incoming.method ?? 'GET', path: incoming.url ?? '/', body: body.length > heldBytes ? '' : body.toString() }
    const before = take('before', passing, null)
    if (before) await before.spring(passing, null)
    if (before?.isCut) return void outgoing.destroy()
    const answer = await forward(target, incoming, body)
    if (isStream(answer)) return stream(answer, outgoing)
    const bytes = await buffer(answer)
    const after = answer.statusCode! < 300 ? take('after', passing, bytes.toString()) : null
    if (answer.statusCode! < 300) for (const listener of listeners) listener(passing, bytes.toString())
    if (after) await after.spring(passing, bytes.toString())
    if (after?.isCut) return void outgoing.destroy()
    outgoing.writeHead(answer.statusCode!, answer.headers).end(bytes)
  }
  /** A trap springs once. */
  function take(moment: Trap['moment'], passing: Passing, answer: string | null): Trap | null {
    if (trap?.moment !== moment || !trap.fits(passing, answer)) return null
    const taken = trap
    trap = null
    return taken
  }
  // Whoever is behind the gate is dead just now: the caller sees a broken line, as it would without us.
  const server = createServer((incoming, outgoing) => isShut ? void outgoing.destroy() : void pass(incoming, outgoing).catch(() => outgoing.destroy()))
  server.requestTimeout = 0
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    set: next => { trap = next },
    onPassed: listener => void listeners.push(listener),
    shut: () => {
      isShut = true
      server.closeAllConnections()
    },
    open: () => { isShut = false },
    stop: () => new Promise(done => {
      server.close(() => done())
      server.closeAllConnections()
    }),
  }
}

function forward(target: URL, { method, url, headers }: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
  // The body is whole by now: its length is said, however it came.
  const whole = { ...headers, 'transfer-encoding': undefined, ...(body.length > 0 ? { 'content-length': String(body.length) } : {}) }
  const options: RequestOptions = { agent, host: target.hostname, port: target.port, method, path: url, headers: Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined)) }
  return new Promise((done, fail) => openRequest(options, done).once('error', fail).end(body))
}

function isStream(answer: IncomingMessage): boolean {
  return answer.headers['content-type']?.includes('text/event-stream') === true
}

function stream(answer: IncomingMessage, outgoing: ServerResponse): void {
  outgoing.writeHead(answer.statusCode!, answer.headers)
  outgoing.flushHeaders()
  answer.once('error', () => outgoing.destroy())
  outgoing.once('close', () => answer.destroy())
  answer.pipe(outgoing)
}
