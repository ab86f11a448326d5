import { expect, test } from 'vitest'
import { AppError } from '@f2l/common/errors.ts'
import { inOwnProcess } from '../src/tools/own-process.ts'

const module = new URL('./own-process-fixture.ts', import.meta.url)
const quiet = { signal: new AbortController().signal, report: () => undefined, environment: {} }

test('work in a thread of its own gives its result and its progress in order', async () => {
  const reports: number[] = []
  expect(await inOwnProcess(module, { do: 'double', numbers: Int8Array.of(1, 2) }, { ...quiet, report: fraction => reports.push(fraction) })).toEqual(Int8Array.of(2, 4))
  expect(reports).toEqual([0.5, 1])
})

test('an error of the work keeps its code, its sentence and its cause', async () => {
  const failure: unknown = await inOwnProcess(module, { do: 'fail' }, quiet).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(AppError)
  expect(failure).toMatchObject({ code: 'file.broken', message: 'This is broken.' })
  expect(String((failure as Error).cause)).toContain('the inner reason')
})

test('an abort lets the work end what it started, then throws the reason', async () => {
  const stop = new AbortController()
  const reports: number[] = []
  const waiting = inOwnProcess(module, { do: 'wait' }, { ...quiet, signal: stop.signal, report: fraction => { reports.push(fraction); if (fraction === 0.1) stop.abort(new Error('stopped by the test')) } })
  await expect(waiting).rejects.toThrow('stopped by the test')
  expect(reports).toEqual([0.1, 0.9])
})

test('a thread that ends without an answer is an error, not a wait', async () => {
  await expect(inOwnProcess(module, { do: 'exit' }, quiet)).rejects.toThrow('ended by itself')
  await expect(inOwnProcess(new URL('./not-there.ts', import.meta.url), {}, quiet)).rejects.toThrow()
})

test('the main thread goes on while the work computes', async () => {
  let turns = 0
  const timer = setInterval(() => { turns++ }, 10)
  await inOwnProcess(module, { do: 'compute', seconds: 0.5 }, quiet)
  clearInterval(timer)
  expect(turns).toBeGreaterThan(10)
})
