import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { StageName } from '@f2l/common/contracts/job.ts'
import { makeStageRunner, type StageMemory, type StageRunner } from '../src/stage-runner.ts'

/** Remembers as the backend does: as JSON. */
function jsonMemory(): StageMemory {
  const stored = new Map<string, string>()
  return {
    recall: (stage, hash) => Promise.resolve(stored.has(stage + hash) ? JSON.parse(stored.get(stage + hash)!) as unknown : undefined),
    remember: (stage, hash, result) => { stored.set(stage + hash, JSON.stringify(result)); return Promise.resolve() },
  }
}

function runnerOver(memory: StageMemory, percents: number[] = [], signal = new AbortController().signal): StageRunner {
  return makeStageRunner({ memory, signal, onProgress: (_, percent) => percents.push(percent) })
}

const facts = z.object({ width: z.number(), length: z.number() })

/** Two stages, the second made from what the first gave; the first one's fields stand in another order than its schema's. */
async function attempt(stages: StageRunner, ran: StageName[]): Promise<number> {
  const media = await stages.run('probe', {
    inputs: 'file', restore: remembered => facts.safeParse(remembered).data,
    work: () => { ran.push('probe'); return Promise.resolve({ length: 10, width: 20, notInTheSchema: 1 } as z.output<typeof facts>) },
  })
  return stages.run('plan', {
    inputs: { media }, restore: remembered => z.number().safeParse(remembered).data,
    work: () => { ran.push('plan'); return Promise.resolve(media.length * media.width) },
  })
}

describe('the stage runner', () => {
  test('a stop is told as what it is, however the stage noticed it', async () => {
    const stop = new AbortController()
    const stages = runnerOver(jsonMemory(), [], stop.signal)
    const stopped = stages.run('ingest', { inputs: 1, restore: () => undefined, work: () => { stop.abort(new Error('stopped by a person')); return Promise.reject(new Error('The operation was aborted')) } })
    await expect(stopped).rejects.toThrow('stopped by a person')
  })

  test('a second attempt runs no finished stage again, also where a schema changed order and fields of a result', async () => {
    const memory = jsonMemory()
    const ran: StageName[] = []
    expect(await attempt(runnerOver(memory), ran)).toBe(200)
    expect(await attempt(runnerOver(memory), ran)).toBe(200)
    expect(ran).toEqual(['probe', 'plan'])
  })

  test('a stage whose inputs changed, or whose files are gone, runs again', async () => {
    const memory = jsonMemory()
    let ran = 0
    const once = (inputs: unknown, isUsable = true): Promise<string> => runnerOver(memory).run('render', {
      inputs, restore: remembered => (isUsable ? remembered as string : undefined), work: () => { ran += 1; return Promise.resolve('video') },
    })
    await once({ plan: 1, cuts: 2 })
    await once({ cuts: 2, plan: 1 })
    expect(ran).toBe(1)
    await once({ plan: 2, cuts: 2 })
    expect(ran).toBe(2)
    await once({ plan: 1, cuts: 2 }, false)
    expect(ran).toBe(3)
  })

  test('progress never falls, never passes 100 and ignores what is no number', async () => {
    const percents: number[] = []
    await runnerOver(jsonMemory(), percents).run('render', {
      inputs: 1, restore: () => undefined,
      work: ({ report }) => { for (const fraction of [0.5, 0.2, NaN, 7, -1]) report(fraction); return Promise.resolve('done') },
    })
    expect(percents).toEqual(percents.toSorted((a, b) => a - b))
    expect(Math.max(...percents)).toBeLessThanOrEqual(100)
    expect(percents.every(Number.isFinite)).toBe(true)
  })

  test('a stage does not start once the job was told to stop', async () => {
    const stop = new AbortController()
    stop.abort(new Error('stopped'))
    await expect(runnerOver(jsonMemory(), [], stop.signal).run('probe', { inputs: 1, restore: () => undefined, work: () => Promise.resolve(1) })).rejects.toThrow('stopped')
  })
})
