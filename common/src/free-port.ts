import { createServer, type AddressInfo } from 'node:net'

/** The wanted port of the loopback address, or any that is free when somebody has it. 0: any. */
export async function freePort(wanted = 0): Promise<number> {
  return await tryPort(wanted) ?? await freePort()
}

function tryPort(port: number): Promise<number | null> {
  const server = createServer()
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (port !== 0) done(null)
      else fail(error)
    })
    server.listen(port, '127.0.0.1', () => {
      const { port: found } = server.address() as AddressInfo
      server.close(() => done(found))
    })
  })
}
