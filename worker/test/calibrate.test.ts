import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { machineSpeed, type MachineSpeed } from '@f2l/common/contracts/machine-speed.ts'
import { startIdleTask } from '../src/idle-task.ts'
import { makeMachineSpeedFile, type MachineSpeedFile } from '../src/machine-speed-file.ts'
import { assumedSpeed } from '../src/plan/expected-time.ts'
import { calibrate } from '../src/tools/calibrate.ts'
import { signal, tools } from './barcode-recording.ts'

let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'f2l-calibrate-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('calibration', () => {
  test('measures decoding, encoding, listening and looking with the tools that really do it, and leaves nothing behind', async () => {
    const before = (await readdir(tmpdir())).filter(name => name.startsWith('f2l-calibration-'))
    const speed = machineSpeed.parse(await calibrate({ tools, encoder: 'libx264', processes: 1, rounds: { decode: 1, transcode: 1 } }, signal))
    expect(speed.encoder).toBe('libx264')
    // Wider than any machine that can run this, narrower than a mistake in units.
    for (const seconds of [speed.decodeSeconds, speed.encodeSeconds]) { expect(seconds).toBeGreaterThan(0.0001); expect(seconds).toBeLessThan(0.2) }
    for (const seconds of [speed.listenSeconds, speed.lookSeconds]) { expect(seconds).toBeGreaterThan(0.0005); expect(seconds).toBeLessThan(1) }
    expect(speed.encodeSeconds).toBeGreaterThan(speed.decodeSeconds)
    expect((await readdir(tmpdir())).filter(name => name.startsWith('f2l-calibration-'))).toEqual(before)
  }, 60_000)

  test('stops at once when it is told to', async () => {
    await expect(calibrate({ tools, encoder: 'libx264', processes: 1 }, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped')
  })
})

describe('what was measured', () => {
  let path: string
  let measurements: number
  let owner: Pick<MachineSpeed, 'ffmpegVersion' | 'encoder' | 'cores' | 'processes'>
  const measuredAt = Date.parse('2026-11-01T12:00:00Z')
  const open = (now = measuredAt): MachineSpeedFile => makeMachineSpeedFile({
    path, now: () => now, owner: async () => owner,
    measure: async () => {
      measurements += 1
      await sleep(20)
      return { ...assumedSpeed(2), ...owner, measuredAt: new Date(now).toISOString() }
    },
  })
  beforeEach(async () => {
    path = join(await mkdtemp(join(folder, 'speed-')), 'work', 'machine-speed.json')
    measurements = 0
    owner = { ffmpegVersion: '5.1', encoder: 'libx264', cores: 2, processes: 2 }
  })

  test('is kept and not measured a second time', async () => {
    expect(await open().read(signal)).toBeNull()
    const first = await open().measured(signal)
    expect(await open().measured(signal)).toEqual(first)
    expect(await open().read(signal)).toEqual(first)
    expect(measurements).toBe(1)
  })

  test('holds for thirty days and only for this ffmpeg, encoder and number of processes', async () => {
    await open().measured(signal)
    expect(await open(measuredAt + 29 * 86_400_000).read(signal)).not.toBeNull()
    expect(await open(measuredAt + 31 * 86_400_000).read(signal)).toBeNull()
    for (const change of [{ ffmpegVersion: '7.0' }, { encoder: 'h264_nvenc' }, { processes: 4 }, { cores: 8 }]) {
      const before = owner
      owner = { ...owner, ...change }
      expect(await open().read(signal)).toBeNull()
      owner = before
    }
    await open(measuredAt + 31 * 86_400_000).measured(signal)
    expect(measurements).toBe(2)
  })

  test('is never measured twice at once; whoever comes second does without', async () => {
    const answers = await Promise.all([open(), open(), open()].map(file => file.measured(signal)))
    expect(answers.filter(answer => answer !== null)).toHaveLength(1)
    expect(measurements).toBe(1)
  })

  test('is measured at once where whoever measured was killed', async () => {
    await mkdir(dirname(path))
    await writeFile(`${path}.lock`, String(process.ppid))
    expect(await open().measured(signal)).toBeNull()
    await writeFile(`${path}.lock`, String(spawnSync('true').pid))
    expect(await open().measured(signal)).not.toBeNull()
    expect(existsSync(`${path}.lock`)).toBe(false)
  })

  test('is measured again where the file is broken', async () => {
    await open().measured(signal)
    await writeFile(path, (await readFile(path, 'utf8')).slice(0, 40))
    expect(await open().read(signal)).toBeNull()
    expect(await open().measured(signal)).not.toBeNull()
  })
})

describe('a task for idle times', () => {
  const setUp = (afterSeconds: number) => {
    const log: string[] = []
    const stop = new AbortController()
    const task = startIdleTask(async either => {
      log.push('begun')
      await sleep(60, undefined, { signal: either })
      log.push('done')
    }, { afterSeconds, signal: stop.signal, onProblem: () => log.push('failed') })
    return { log, stop, task }
  }

  test('is done once, when there is nothing else to do', async () => {
    const { log, task } = setUp(0)
    await task.ended()
    await task.first(async () => undefined)
    await task.ended()
    expect(log).toEqual(['begun', 'done'])
  })

  test('steps back at once for work that comes, and begins anew after it', async () => {
    const { log, task } = setUp(0)
    await sleep(20)
    expect(await task.first(async () => { await sleep(100); log.push('job'); return 7 })).toBe(7)
    await task.ended()
    expect(log).toEqual(['begun', 'job', 'begun', 'done'])
  })

  test('ends with its signal', async () => {
    const { log, stop, task } = setUp(0)
    await sleep(20)
    stop.abort(new Error('stopped'))
    await task.ended()
    expect(log).toEqual(['begun'])
  })
})
