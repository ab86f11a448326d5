import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { convertReport } from '@f2l/common/contracts/report.ts'

const program = join(import.meta.dirname, '../src/convert.main.ts')
const run = promisify(execFile)
let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'f2l-short-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

test.each([1, 5])('a recording of %i frames becomes a video and passes every check', async frames => {
  const clip = join(folder, `${frames}.mp4`)
  await run(process.env['FFMPEG_PATH'] ?? 'ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc=s=640x360:r=25', '-frames:v', String(frames), '-c:v', 'libx264', '-pix_fmt', 'yuv420p', clip])
  const out = join(folder, `out-${frames}`)
  // Killed when it hangs: ffmpeg waited for ever for a second picture.
  await run(process.execPath, ['--disable-warning=ExperimentalWarning', program, clip, '--out', out], { timeout: 50_000, killSignal: 'SIGKILL' })
  const report = convertReport.parse(JSON.parse(await readFile(join(out, 'report.json'), 'utf8')))
  expect(report.checks.filter(check => !check.ok)).toEqual([])
  expect(report.keptSeconds).toBeCloseTo(frames / 25, 3)
}, 60_000)
