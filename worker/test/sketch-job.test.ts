import { expect, test } from 'vitest'
import { convertOptions, type ConvertOptions } from '@f2l/common/contracts/edit-plan.ts'
import type { Sketch } from '@f2l/common/contracts/sketch.ts'
import { makeTimeMap } from '@f2l/common/contracts/time-map.ts'
import type { PipelineTools } from '../src/pipeline.ts'
import { planEdit } from '../src/plan/plan-edit.ts'
import { makeSketcher, type SketchDeps } from '../src/sketch-job.ts'
import { stageHash } from '../src/stage-runner.ts'
import { planChunks } from '../src/tools/chunk-plan.ts'
import { noRenderCache } from '../src/tools/render-cache.ts'
import { softwareEncoder } from '../src/tools/video-encoder.ts'
import { browser, signal, tools as ffmpeg } from './barcode-recording.ts'
import { madeUpMeeting } from './made-up-meeting.ts'

const facts = madeUpMeeting({ minutes: 10 })
const { media, analysis, transcript, notes, fileName } = facts

/** What the jobs of a recording leave; `hasFaces`: they looked for faces. */
function sketchOf(options: Partial<ConvertOptions>, { hasFaces = true, without = '' } = {}): Sketch {
  const stages: [string, unknown, unknown][] = [
    ['ingest', [], { path: '/nowhere/source.mp4', fileName, sha256: media.sha256, sizeBytes: 1, notes, transcript, transcriptPath: null }], ['probe', [], media],
    ['transcript', [], { transcript, note: null, mayRetry: false }], ['analyse', [media, transcript, hasFaces], analysis],
  ]
  return {
    id: 'abcdefghijklmnop', wish: { kind: 'forecast' }, options: convertOptions.parse(options), title: 'Weekly', sourceKey: null,
    finishedStages: stages.filter(([stage]) => stage !== without).map(([stage, inputs, result]) => ({ stage: stage as 'ingest', inputHash: stageHash(stage as 'ingest', inputs), result, seconds: 1 })),
  }
}

const tools = { ffmpeg, browser, processes: 2, videoEncoder: softwareEncoder.name } as unknown as PipelineTools
const sketcher = makeSketcher({ tools, store: { stat: async () => null } as unknown as SketchDeps['store'] })
const forecast = (sketch: Sketch) => sketcher.make(sketch, '/nowhere', signal)

test('a forecast is of the very plan that a conversion would make', async () => {
  const cutOut = [{ start: 100, end: 160 }]
  const answer = await forecast(sketchOf({ cutOut }))
  const plan = planEdit({ ...facts, options: convertOptions.parse({ cutOut }) })
  expect(answer).toMatchObject({ kind: 'forecast', videoSeconds: makeTimeMap(plan).outputSeconds })
  // Without a cache of earlier renders everything is made.
  const all = planChunks(plan).length + 1
  expect(answer).toMatchObject({ pieces: { made: all, all } })
  expect((answer as { seconds: number }).seconds).toBeGreaterThan(10)
})

test('a picture that may be copied has no pieces that could be told', async () => {
  expect(await forecast(sketchOf({ look: 'plain' }, { hasFaces: false }))).toMatchObject({ pieces: null })
})

test('what was never looked for is not shown as if it were not there', async () => {
  await expect(forecast(sketchOf({ look: 'framed' }, { hasFaces: false }))).rejects.toMatchObject({ code: 'sketch.not_possible' })
  expect(await forecast(sketchOf({ look: 'framed', bubble: 'initials' }, { hasFaces: false }))).toMatchObject({ kind: 'forecast' })
})

test('what was not kept, or is not stored any more, is said in a sentence', async () => {
  await expect(forecast(sketchOf({}, { without: 'analyse' }))).rejects.toMatchObject({ code: 'sketch.not_possible', message: 'What is needed to draw this was not kept. It works again once the video was made anew.' })
  await expect(forecast({ ...sketchOf({}), wish: { kind: 'frame', at: 3 } })).rejects.toMatchObject({ code: 'sketch.not_possible', message: expect.stringContaining('not stored') })
  await expect(forecast(sketchOf({ cutOut: [{ start: 0, end: 600 }] }))).rejects.toMatchObject({ code: 'recording.nothing_left' })
})

test('what drafts leave in the render cache is brought back to its limit without a conversion', async () => {
  let trims = 0
  const renderCaches = { of: () => noRenderCache, forget: async () => undefined, trim: async () => { trims += 1 } }
  const busy = makeSketcher({ tools: { ...tools, renderCaches }, store: { stat: async () => null } as unknown as SketchDeps['store'] })
  for (let made = 0; made < 120; made += 1) await busy.make(sketchOf({ look: 'plain' }, { hasFaces: false }), '/nowhere', signal)
  expect(trims).toBe(2)
})
