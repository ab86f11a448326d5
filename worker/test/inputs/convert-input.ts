import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { convertOptions, type ConvertOptions } from '@f2l/common/contracts/edit-plan.ts'
import { makeTimeMap } from '@f2l/common/contracts/time-map.ts'
import { makeSafeFetch } from '@f2l/common/safe-fetch.ts'
import { convert, type ConvertOutput } from '../../src/pipeline.ts'
import { makeStageRunner } from '../../src/stage-runner.ts'
import type { BrowserTools } from '../../src/tools/browser.ts'
import { browser as ownBrowser, signal, tools } from '../barcode-recording.ts'
import type { GoodInput } from './good-inputs.ts'
import { readFlashes } from './read-flashes.ts'
import type { RefusedInput } from './refused-inputs.ts'

const fetch = makeSafeFetch({ trustedOrigins: [] })

function convertFile(path: string, work: string, options: Partial<ConvertOptions>, browser: BrowserTools = ownBrowser): Promise<ConvertOutput> {
  const stages = makeStageRunner({ memory: { recall: async () => undefined, remember: async () => undefined }, signal, onProgress: () => undefined })
  return convert({ source: { kind: 'file', path, transcriptPath: null }, options: convertOptions.parse({ trim: 'off', bubble: 'none', ...options }), title: null }, {
    stages, folder: work, signal,
    tools: { ffmpeg: tools, browser, fetch, fathom: { shareUrl: 'https://fathom.video', apiUrl: 'https://api.fathom.ai' }, maxBytes: 1e9, maxSeconds: 21_600, processes: 2 },
  })
}

/** Converts one input and names everything that is not as it should be; nothing, if all is right. */
export async function faultsOfGood(input: GoodInput, folder: string, look: ConvertOptions['look'], browser?: BrowserTools): Promise<string[]> {
  const own = join(folder, `good-${input.name.replace(/\W+/g, '-')}-${look}`)
  await mkdir(own, { recursive: true })
  try {
    const path = join(own, input.file)
    await input.make(path, own)
    const made = await convertFile(path, join(own, 'work'), { look }, browser)
    return [...made.report.checks.filter(check => !check.ok).map(check => check.name), ...await faultsIn(made, input)]
  } catch (error) {
    return [`${String((error as { code?: string }).code)}: ${String((error as Error).message)} ${String((error as Error).cause ?? '').slice(0, 600)}`]
  } finally {
    await rm(own, { recursive: true, force: true })
  }
}

async function faultsIn({ plan, files }: ConvertOutput, { seconds, flashes, beeps, corners, shape, slackSeconds = 0 }: GoodInput): Promise<string[]> {
  const frame = plan.frameRate.den / plan.frameRate.num
  const title = plan.titleCard.frames * frame
  const seen = await readFlashes(files.video, plan.layout.picture, frame, title)
  const faults: string[] = []
  const expect = (name: string, found: number[], wanted: number[]): void => {
    const isRight = found.length === wanted.length && found.every((at, index) => Math.abs(at - title - wanted[index]!) <= 1.2 * frame + slackSeconds)
    if (!isRight) faults.push(`${name} at ${found.map(at => (at - title).toFixed(3)).join(' ')} instead of ${wanted.join(' ')}`)
  }
  if (flashes) expect('flashes', seen.flashes, flashes)
  expect('beeps', seen.beeps, beeps)
  if (corners && seen.corners.join(' ') !== corners.join(' ')) faults.push(`corners ${seen.corners.join(' ')}`)
  const { width, height } = plan.layout.picture
  if (shape && Math.abs(width / height / shape - 1) > 0.06) faults.push(`shape ${(width / height).toFixed(3)} instead of ${shape.toFixed(3)}`)
  const length = makeTimeMap(plan).outputSeconds - title
  if (Math.abs(length - seconds) > 0.15 + slackSeconds) faults.push(`${length.toFixed(2)} s long instead of ${seconds}`)
  if (Math.abs(seen.frames * frame - title - length) > 1.5 * frame) faults.push(`${seen.frames} frames for ${(length + title).toFixed(2)} s`)
  return faults
}

/** Faults of the refusal: not refused, another code, more than one sentence or anything of the machine in it, or slow. */
export async function faultsOfRefused({ name, file, make, code }: RefusedInput, folder: string): Promise<string[]> {
  const own = join(folder, `refused-${name.replace(/\W+/g, '-')}`)
  await mkdir(own, { recursive: true })
  const path = join(own, file)
  await make(path, own)
  const started = performance.now()
  const error: unknown = await convertFile(path, join(own, 'work'), { look: 'plain' }).catch((thrown: unknown) => thrown)
  const { code: found, message } = error as { code?: string; message?: string }
  await rm(own, { recursive: true, force: true })
  if (!(error instanceof Error)) return ['it was taken']
  const faults = [code].flat().some(wanted => wanted === found) ? [] : [`${found}: ${message} ${String((error as Error).cause ?? '').slice(0, 500)}`]
  if (!/^[A-Z].{10,240}[.]$/.test(message ?? '') || message!.includes(folder)) faults.push(`the sentence "${message}"`)
  if (performance.now() - started > 30_000) faults.push(`it took ${((performance.now() - started) / 1000).toFixed(0)} s`)
  return faults
}
