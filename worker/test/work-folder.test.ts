import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { JobId } from '@f2l/common/contracts/ids.ts'
import { makeWorkFolders } from '../src/work-folder.ts'

const jobId = 'abcdefghij12345' as JobId

describe('the work folder of a job', () => {
  let root: string
  beforeEach(async () => { root = await mkdtemp(join(tmpdir(), 'f2l-folders-')) })
  afterEach(() => rm(root, { recursive: true, force: true }))

  test('is the same for the next attempt, and gone once the job is over', async () => {
    const path = await makeWorkFolders(root).open(jobId)
    await writeFile(join(path, 'render.mp4'), 'half a video')
    const again = makeWorkFolders(root)
    expect(await again.open(jobId)).toBe(path)
    expect(await readdir(path)).toContain('render.mp4')
    await again.remove(jobId)
    expect(await readdir(root)).toEqual([])
  })

  test('is another one while a process that lost the job still lives, and the old one again when that is dead', async () => {
    const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'])
    const usual = join(root, jobId)
    await mkdir(usual)
    await writeFile(join(usual, '.owner'), `${hostname()} ${other.pid}`)
    expect(await makeWorkFolders(root).open(jobId)).not.toBe(usual)
    const gone = new Promise(done => other.once('exit', done))
    other.kill('SIGKILL')
    await gone
    expect(await makeWorkFolders(root).open(jobId)).toBe(usual)
  })

  test('the folder of a job that ended while no worker had it is removed; one that is worked in stays', async () => {
    const folders = makeWorkFolders(root)
    const [over, worked, waits, elsewhere] = ['overjob12345678', 'workedin1234567', 'waitingjob12345', 'elsewhere123456'] as JobId[]
    for (const id of [over!, worked!, waits!]) await folders.open(id)
    for (const id of [over!, waits!]) folders.letGo(id)
    await mkdir(join(root, elsewhere!))
    await writeFile(join(root, elsewhere!, '.owner'), 'another-machine 1')
    await folders.sweep(ids => Promise.resolve(ids.filter(id => id !== waits)))
    expect((await readdir(root)).toSorted()).toEqual([elsewhere, waits, worked].toSorted())
  })

  test('sweeping removes what is old and ours, and nothing else', async () => {
    const old = new Date(Date.now() - 3 * 24 * 3600 * 1000)
    for (const name of ['oldjob123456789', 'newjob123456789', 'documents', 'notours12345678']) await mkdir(join(root, name))
    for (const name of ['oldjob123456789', 'newjob123456789', 'documents']) await writeFile(join(root, name, '.owner'), 'host 1')
    for (const name of ['oldjob123456789', 'documents']) await utimes(join(root, name, '.owner'), old, old)
    await makeWorkFolders(root).sweep(() => Promise.resolve([]))
    expect((await readdir(root)).toSorted()).toEqual(['documents', 'newjob123456789', 'notours12345678'])
  })
})
