import { expect, test } from 'vitest'
import { runMatrix } from '../crash-matrix/run-matrix.ts'

// Whose child a process is, and when it began, only Linux tells.
test.skipIf(process.platform !== 'linux')('45: worker, backend and PocketBase are killed while jobs run, and nothing is lost, done twice or left over', async () => {
  const report = await runMatrix({ seed: 7, kills: 3, minutes: 5, say: () => undefined })
  expect(report.found).toEqual([])
  expect(report.kills).toHaveLength(3)
  expect(report.recordings).toBeGreaterThan(0)
}, 600_000)
