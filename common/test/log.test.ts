import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { AppError } from '@f2l/common/errors.ts'
import { loggedError } from '@f2l/common/log.ts'
import { withoutPrivateWords } from '@f2l/common/private-words.ts'

test.each([
  ['GET http://127.0.0.1:8090/api/collections/users/records?filter=email%20%3D%20%22ann%40example.com%22 failed', 'GET http://127.0.0.1:8090/api/collections/users/records?… failed'],
  ['connect smtp://ann:secret@mail.example.com:587', 'connect smtp://mail.example.com:587'],
  ['550 <ann.lee+x@example.co.uk>: no such user', '550 <…@…>: no such user'],
  ['ENOENT: no such file, open \'/data/2026-01-15-001-ann-lee.db\'', 'ENOENT: no such file, open \'/data/2026-01-15-001-….db\''],
  ['404 for /s/AAAAAAAAAAAAAAAAAAAAAA/video.mp4', '404 for /s/…'],
  ['POST /hooks/fathom/u1/token was refused', 'POST /hooks/… was refused'],
  ['a plain sentence at 10:30, 3 of 4', 'a plain sentence at 10:30, 3 of 4'],
])('a message in the log keeps its sense and loses what is private: %s', (text, left) => {
  expect(withoutPrivateWords(text)).toBe(left)
})

test('an error in the log is what it is and where it came from, with its causes and without what a library hung on it', () => {
  const foreign = Object.assign(new Error('refused ann@example.com'), { url: 'http://x/?token=canary', response: { title: 'canary' }, code: 'ECONNREFUSED' })
  const line = loggedError(new AppError('queue.unavailable', 'The queue is away.', { cause: foreign }))
  expect(line).toMatchObject({ type: 'AppError', code: 'queue.unavailable', message: 'The queue is away.', cause: { type: 'Error', code: 'ECONNREFUSED', message: 'refused …@…' } })
  expect(JSON.stringify(line)).not.toMatch(/canary|ann@/)
})

test('an error that is its own cause ends', () => {
  const circle: Error & { cause?: unknown } = new Error('round')
  circle.cause = circle
  expect(JSON.stringify(loggedError(circle)).match(/"message":"round"/g)!.length).toBeLessThan(20)
})

test.each(['throw error', 'Promise.reject(error)'])('70: a program that crashes (%s) says why in one line of the log, without what hung on the error', async crash => {
  const program = `
    import { logLastWords } from '${import.meta.resolve('@f2l/common/last-words.ts')}'
    import { makeLogger } from '${import.meta.resolve('@f2l/common/log.ts')}'
    logLastWords(process, makeLogger('program', 'info'))
    const error = Object.assign(new Error('of ann@example.com'), { request: { headers: 'canary' } })
    setTimeout(() => { ${crash} })
    setTimeout(() => undefined, 60_000)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: ['ignore', 'ignore', 'pipe'] })
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  expect(code).toBe(1)
  expect(JSON.parse(said)).toMatchObject({ level: 60, err: { message: 'of …@…' } })
  expect(said).not.toContain('canary')
})
