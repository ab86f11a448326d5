import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import express from 'express'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { errorAnswer, nothingHere } from '../src/error-answer.ts'
import { requestLog } from '../src/request-log.ts'

test('what a stranger sends makes no line of its own in the log, and no terminal obeys it', async () => {
  const written: string[] = []
  const log = pino({ level: 'trace' }, { write: piece => { written.push(piece) } })
  const app = express().use(requestLog(log)).get('/fails', (request, _, next) => { next(new Error(`broken by ${String(request.query['by'])}`)) }).use(nothingHere, errorAnswer)
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const forged = '{"level":30,"msg":"forged"}'
  for (const path of [`/x%0d%0a${encodeURIComponent(forged)}`, `/fails?by=${encodeURIComponent(`\r\n${forged}\u001b[2J`)}`]) {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
    await once(socket.resume(), 'close')
  }
  server.close()
  expect(written.length).toBeGreaterThanOrEqual(3)
  for (const piece of written) {
    expect(piece.indexOf('\n')).toBe(piece.length - 1)
    expect(piece).not.toContain('\u001b')
    expect((JSON.parse(piece) as { msg: string }).msg).not.toBe('forged')
  }
})
