import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { convertOptions } from '@f2l/common/contracts/edit-plan.ts'
import type { StageName } from '@f2l/common/contracts/job.ts'
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
  folder = await mkdtemp(join(tmpdir(), 'f2l-safer-'))
  source = join(folder, 'source.mp4')
  // Small as it is, and not H.264: its picture cannot be copied, so every chunk is rendered.
  await barcodeRecording(source, { frames: 75, seconds: 3, codec: ['-c:v', 'mpeg4', '-q:v', '2'] })
})
afterAll(async () => {
  await fetch.close()
  await rm(folder, { recursive: true, force: true })
})

test('a video that fails a check is rendered once more, the safer way, and the report says so', async () => {
  const work = join(folder, 'mended')
  const memory = keepInMind()
  const said: { stage: StageName; percent: number }[] = []
  const { report } = await run(memory, work, await faultyFfmpeg('render'), (stage, percent) => said.push({ stage, percent }))
  expect(report.checks.filter(({ ok }) => !ok)).toEqual([])
  expect(report.notes.join(' ')).toMatch(/rendered a second time, in the safer way\. .*not-black/)
  expect(said.map(({ percent }) => percent)).toEqual(said.map(({ percent }) => percent).toSorted((a, b) => a - b))
  expect(said.map(({ stage }) => stage).filter((stage, index, all) => stage !== all[index - 1]).slice(-6)).toEqual(['render', 'package', 'verify', 'render', 'package', 'verify'])
  expect(memory.stages.get('render')?.json).toContain('safer-render')
  expect(await readdir(work)).not.toContain('render')
}, 240_000)

test('a video that fails a second time is a failed job with the reason, and nothing of it is handed out by a later attempt', async () => {
  const work = join(folder, 'failed')
  const memory = keepInMind()
  await expect(run(memory, work, await faultyFfmpeg('*render'))).rejects.toMatchObject({ code: 'verify.failed', message: expect.stringContaining('not-black') })
  expect((await readdir(work)).filter(name => /render|result/.test(name))).toEqual([])
  const { report } = await run(memory, work, tools.ffmpegPath)
  expect(report.timings['render']).toBeGreaterThan(0)
  expect(report.timings['analyse']).toBe(0)
  expect(report.notes.join(' ')).not.toContain('second time')
}, 240_000)

/** An ffmpeg that makes every chunk black which it renders in a folder of this name. */
async function faultyFfmpeg(where: string): Promise<string> {
  const path = join(folder, `ffmpeg-${where.replace('*', 'any-')}`)
  await writeFile(path, `#!/bin/sh
${tools.ffmpegPath} "$@" || exit $?
for last; do :; done
case "$PWD:$last" in
*/${where}:*/chunk-*.part)
  ${tools.ffmpegPath} -nostdin -v error -y -i "$last" -vf drawbox=c=black:t=fill -c:v libx264 -preset ultrafast -video_track_timescale 12000 -f mp4 "$last.black" && mv "$last.black" "$last" ;;
esac
`)
  await chmod(path, 0o755)
  return path
}

function run(memory: StageMemory, work: string, ffmpegPath: string, onProgress: (stage: StageName, percent: number) => void = () => undefined): Promise<ConvertOutput> {
  const { signal } = new AbortController()
  const stages = makeStageRunner({ memory, signal, onProgress })
  return convert({ source: { kind: 'file', path: source, transcriptPath: null }, options: convertOptions.parse({ trim: 'off', bubble: 'none', look: 'plain' }), title: null }, {
    stages, folder: work, signal,
    tools: { ffmpeg: { ...tools, ffmpegPath }, browser, fetch, fathom: { shareUrl: 'https://fathom.video', apiUrl: 'https://api.fathom.ai' }, maxBytes: 1e9, maxSeconds: 1e5, processes: 2 },
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
