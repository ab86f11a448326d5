import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { convertOptions, type ConvertOptions } from '@f2l/common/contracts/edit-plan.ts'
import { objectKey, type ObjectKey } from '@f2l/common/contracts/ids.ts'
import type { StageName } from '@f2l/common/contracts/job.ts'
import { makeLocalObjectStore } from '@f2l/common/local-object-store.ts'
import type { ObjectStore } from '@f2l/common/object-store.ts'
import { makeSafeFetch } from '@f2l/common/safe-fetch.ts'
import { convert, type ConvertOutput } from '../src/pipeline.ts'
import { makeStageRunner, type StageMemory } from '../src/stage-runner.ts'
import { barcodeRecording, tools } from './barcode-recording.ts'
import { shareBrowser } from './shared-browser.ts'

const browser = shareBrowser()
let folder: string
let source: string
const fetch = makeSafeFetch({ trustedOrigins: [] })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'f2l-pipeline-'))
  source = join(folder, 'source.mp4')
  // Small as it is, and not H.264: its picture cannot be copied, so every chunk is rendered.
  await barcodeRecording(source, { frames: 75, seconds: 3, codec: ['-c:v', 'mpeg4', '-q:v', '2'] })
})
afterAll(async () => {
  await fetch.close()
  await rm(folder, { recursive: true, force: true })
})

test('a job that stopped goes on from its last finished stage, and progress never falls', async () => {
  const memory = keepInMind()
  const work = join(folder, 'work')
  const stop = new AbortController()
  const first = run(memory, work, stop.signal, stage => { if (stage === 'package') stop.abort(new Error('worker lost')) })
  await expect(first).rejects.toThrow('worker lost')
  expect([...memory.stages.keys()]).toEqual(['ingest', 'probe', 'transcript', 'analyse', 'plan', 'render'])

  const percents: number[] = []
  const second = await run(memory, work, new AbortController().signal, (_, percent) => percents.push(percent))
  expect(second.report.timings).toMatchObject({ ingest: 0, probe: 0, analyse: 0, render: 0 })
  expect(second.report.timings['package']).toBeGreaterThan(0)
  expect(percents).toEqual(percents.toSorted((a, b) => a - b))
  expect(percents.at(-1)).toBeCloseTo(100, 5)

  await rm(second.files.video)
  const third = await run(memory, work, new AbortController().signal)
  expect(third.report.timings).toMatchObject({ render: 0 })
  expect(third.report.timings['package']).toBeGreaterThan(0)

  const other = await run(memory, work, new AbortController().signal, undefined, 'Another title')
  expect(other.plan.titleCard.title).toBe('Another title')
  expect(other.report.timings).toMatchObject({ ingest: 0, analyse: 0 })
  expect(other.report.timings['render']).toBeGreaterThan(0)
})

test('an edit goes on from what the first conversion found out, with the source from the store', async () => {
  const memory = keepInMind()
  const store = makeLocalObjectStore(join(folder, 'objects'))
  const fetched = join(folder, 'fetched.mp4')
  await copyFile(source, fetched)
  const first = await run(memory, join(folder, 'first'), new AbortController().signal, undefined, undefined, { path: fetched })
  const storedKey = objectKey.parse('users/ann/source.mp4')
  await store.putFile(storedKey, first.sourcePath)
  await rm(fetched)
  await rm(join(folder, 'first'), { recursive: true })

  const edited = await run(memory, join(folder, 'edited'), new AbortController().signal, undefined, undefined, { path: fetched, storedKey, store, options: { cutOut: [{ start: 1, end: 2 }] } })
  expect(edited.report.timings).toMatchObject({ ingest: 0, probe: 0, transcript: 0, analyse: 0 })
  expect(edited.storedKey).toBe(storedKey)
  expect(edited.report.cuts).toMatchObject([{ start: 1, end: 2, reason: 'manual' }])
  expect(edited.report.checks.filter(check => !check.ok)).toEqual([])
})

interface Changes { path?: string; storedKey?: ObjectKey; store?: ObjectStore; options?: Partial<ConvertOptions> }

function run(memory: StageMemory, work: string, signal: AbortSignal, onProgress: (stage: StageName, percent: number) => void = () => undefined, title?: string, { path = source, storedKey, store, options }: Changes = {}): Promise<ConvertOutput> {
  const stages = makeStageRunner({ memory, signal, onProgress })
  return convert({ source: { kind: 'file', path, transcriptPath: null }, options: convertOptions.parse({ trim: 'off', look: 'plain', title, ...options }), title: null, storedKey }, {
    stages, folder: work, signal,
    tools: { ffmpeg: tools, browser, fetch, fathom: { shareUrl: 'https://fathom.video', apiUrl: 'https://api.fathom.ai' }, maxBytes: 1e9, maxSeconds: 1e5, processes: 2, ...(store ? { store } : {}) },
  })
}

/** Remembers as the backend does: one result a stage, as JSON. */
function keepInMind(): StageMemory & { stages: Map<StageName, { inputHash: string; json: string }> } {
  const stages = new Map<StageName, { inputHash: string; json: string }>()
  return {
    stages,
    recall: async (stage, inputHash) => {
      const kept = stages.get(stage)
      return kept?.inputHash === inputHash ? JSON.parse(kept.json) : undefined
    },
    remember: async (stage, inputHash, result) => { stages.set(stage, { inputHash, json: JSON.stringify(result) }) },
  }
}
