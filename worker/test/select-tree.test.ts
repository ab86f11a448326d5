import { expect, test } from 'vitest'
import { bubbleRuns } from '../src/tools/bubble-runs.ts'
import { planChunks } from '../src/tools/chunk-plan.ts'
import { piecesOf } from '../src/tools/sound-pieces.ts'
import { selectTree, valueTree } from '../src/tools/select-tree.ts'

/** What ffmpeg's expression language does with the few words that trees use. */
function evaluate(tree: string, n: number): number {
  const body = tree.replaceAll('if(', 'choose(')
  const work = new Function('n', 't', 'choose', 'lt', 'between', `return ${body}`) as (...args: unknown[]) => number
  return work(n, n, (is: number, yes: number, no: number) => is ? yes : no, (a: number, b: number) => a < b ? 1 : 0, (x: number, a: number, b: number) => x >= a && x <= b ? 1 : 0)
}

test('the tree is 1 exactly inside the pieces, at every border', () => {
  const spans = [{ start: 0, end: 1 }, { start: 2, end: 3 }, { start: 4, end: 9 }, { start: 30, end: 31 }, { start: 31, end: 40 }]
  const tree = selectTree(spans)
  for (let n = 0; n < 60; n++) expect(evaluate(tree, n), `frame ${n}`).toBe(spans.some(({ start, end }) => n >= start && n < end) ? 1 : 0)
})

test('five thousand pieces give a tree only some fourteen levels deep', () => {
  const tree = selectTree(Array.from({ length: 5000 }, (_, index) => ({ start: index * 10, end: index * 10 + 5 })))
  let depth = 0
  let deepest = 0
  for (const sign of tree) {
    depth += sign === '(' ? 1 : sign === ')' ? -1 : 0
    deepest = Math.max(deepest, depth)
  }
  expect(deepest).toBeLessThan(17)
})

test('a step function holds each value until the next start', () => {
  const tree = valueTree([{ start: -1, value: 7 }, { start: 10, value: 8 }, { start: 20, value: 9 }], 't')
  expect([0, 9, 10, 19, 20, 99].map(at => evaluate(tree, at))).toEqual([7, 7, 8, 8, 9, 9])
})

const rate = { num: 25, den: 1 }
const titleCard = { title: '', subtitle: '', people: [], frames: 60 }

test('chunks hold every kept frame once, in order, with borders on cuts where one is near', () => {
  const keep = [{ start: 0, end: 1100 }, { start: 1150, end: 4000 }, { start: 4010, end: 9000 }]
  const chunks = planChunks({ keep, frameRate: rate, sourceFrames: 9000, titleCard })
  expect(chunks[0]).toEqual({ pieces: [{ start: 0, end: 1100 }], outputStart: 60, frames: 1100 })
  let at = 60
  for (const chunk of chunks) {
    expect(chunk.outputStart).toBe(at)
    expect(chunk.frames).toBe(chunk.pieces.reduce((sum, { start, end }) => sum + end - start, 0))
    at += chunk.frames
  }
  expect(at - 60).toBe(keep.reduce((sum, { start, end }) => sum + end - start, 0))
})

test('an edit moves no chunk border but those beside it', () => {
  const all = [{ start: 0, end: 90_000 }]
  const cut = [{ start: 0, end: 40_000 }, { start: 40_020, end: 90_000 }]
  const pieces = (keep: typeof all): Set<string> => new Set(planChunks({ keep, frameRate: rate, sourceFrames: 90_000, titleCard }).map(chunk => JSON.stringify(chunk.pieces)))
  const before = pieces(all)
  expect([...pieces(cut)].filter(chunk => !before.has(chunk)).length).toBeLessThanOrEqual(2)
})

test('chunks begin behind key pictures that are near, and at their regular places where none is', () => {
  const entryFrames = [41, 1141, 2000, 2301, 5201]
  const chunks = planChunks({ keep: [{ start: 0, end: 9000 }], frameRate: rate, sourceFrames: 9000, titleCard, entryFrames })
  expect(chunks.map(({ pieces }) => pieces[0]!.start)).toEqual([0, 1141, 2301, 3375, 4500, 5625, 6750, 7875])
  expect(chunks.reduce((sum, { frames }) => sum + frames, 0)).toBe(9000)
})

test('a recording of any length from 10 s on is parted into an even number of equal chunks of at most a minute, and 30 s where it has two', () => {
  for (let seconds = 10; seconds < 20_000; seconds = Math.ceil(seconds * 1.07)) {
    const chunks = planChunks({ keep: [{ start: 0, end: 25 * seconds }], frameRate: rate, sourceFrames: 25 * seconds, titleCard })
    expect(chunks.length % 2, `${seconds} s`).toBe(0)
    for (const { frames } of chunks.slice(0, -1)) {
      expect(frames).toBe(chunks[0]!.frames)
      expect(frames / 25).toBeLessThanOrEqual(60.1)
      expect(frames / 25).toBeGreaterThanOrEqual(Math.min(30, seconds / 2))
    }
  }
})

test('sound pieces at 30000/1001 add up to the output without drift, and are faded only at real cuts', () => {
  const keep = Array.from({ length: 1000 }, (_, index) => ({ start: index * 11 + 1, end: index * 11 + 8 }))
  const pieces = piecesOf(keep, titleCard.frames, { num: 30_000, den: 1001 })
  const total = pieces.reduce((sum, { length }) => sum + length, 0)
  expect(Math.abs(total - 7000 * 1601.6)).toBeLessThanOrEqual(1)
  const joined = piecesOf([{ start: 0, end: 5 }, { start: 5, end: 9 }, { start: 12, end: 20 }], titleCard.frames, rate)
  expect(joined.map(({ fadeIn, fadeOut }) => [fadeIn, fadeOut])).toEqual([[true, false], [false, true], [true, true]])
})

test('the bubble follows the cuts: runs are told in output frames and equal neighbours are one', () => {
  const show = { kind: 'none' } as const
  const segment = (start: number, end: number, speaker: string) => ({ frames: { start, end }, speaker, show })
  const chunk = { pieces: [{ start: 10, end: 20 }, { start: 40, end: 60 }], outputStart: 0, frames: 30 }
  const runs = bubbleRuns({ bubble: [segment(0, 15, 'A'), segment(15, 50, 'B'), segment(50, 55, 'A')] }, chunk)
  expect(runs.map(({ start, end, segment }) => [start, end, segment?.speaker ?? null])).toEqual([[0, 5, 'A'], [5, 20, 'B'], [20, 25, 'A'], [25, 30, null]])
  // A change of layout parts a run, also one that was cut out (30) and one inside a piece (42).
  const parted = bubbleRuns({ bubble: [segment(0, 15, 'A'), segment(15, 60, 'B')], layoutChanges: [5, 30, 42] }, chunk)
  expect(parted.map(({ start, end, layout }) => [start, end, layout])).toEqual([[0, 5, 1], [5, 10, 1], [10, 12, 2], [12, 30, 3]])
})
