import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { beginTask } from '../src/tools/begun-task.ts'
import { runLimited, type Task } from '../src/tools/run-limited.ts'

const signal = new AbortController().signal
const counting = (runs: string[]): Task => ({
  weight: 1,
  async work(turn) {
    runs.push('begun')
    turn.report(0.5)
    await wait(50, null, { signal: turn.signal }).catch(() => { runs.push('stopped'); throw turn.signal.reason })
    runs.push('done')
  },
})

test('a task that has begun is not begun again in its turn, and its progress is told then', async () => {
  const runs: string[] = []
  const { task } = beginTask(counting(runs), signal)
  expect(runs).toEqual(['begun'])
  const reports: number[] = []
  await runLimited([task], 1, signal, fraction => reports.push(fraction))
  expect(runs).toEqual(['begun', 'done'])
  expect(reports).toEqual([0.5, 1])
})

test('what nobody waits for any more is stopped, and has ended by then', async () => {
  const runs: string[] = []
  await beginTask(counting(runs), signal).stop()
  expect(runs).toEqual(['begun', 'stopped'])
})

test('stopped because something beside it failed, it can be done from the start', async () => {
  const runs: string[] = []
  const { task } = beginTask(counting(runs), signal)
  const failing: Task = { weight: 1, work: async () => { throw new Error('another one') } }
  await expect(runLimited([task, failing], 2, signal, () => undefined)).rejects.toThrow('another one')
  await runLimited([task], 1, signal, () => undefined)
  expect(runs).toEqual(['begun', 'stopped', 'begun', 'done'])
})
