import { expect, test } from 'vitest'
import type { FrameSpan } from '@f2l/common/contracts/span.ts'
import { copiedFrames, isCopyCheaper, planCopy, type CopyPlan } from '../src/plan/copy-plan.ts'
import { layoutFor } from '../src/plan/layout.ts'
import { pictureGroups, type CodedFrames } from '../src/plan/picture-groups.ts'
import { seededNumbers } from '@f2l/common/seeded-numbers.ts'

const hd = 1280 * 720

test('any output is put together from runs that show exactly the kept frames, and no copied packet lacks what it refers to', () => {
  const random = seededNumbers(11)
  for (let round = 0; round < 300; round++) {
    const coded = randomTrack(random)
    const keep = randomKeep(random, coded.frames.length)
    const plan = planCopy({ keep, coded, bytes: 1e6, pixels: hd })!
    expect(shownBy(plan, coded)).toEqual(framesOf(keep))
    for (const run of plan.runs) {
      if (run.kind === 'encoded') continue
      expect([...coded.groupStarts]).toContain(run.packets.start)
      // First in both orders: what is left away comes later in both, so nothing that stays can refer to it.
      const shown = [...coded.frames.subarray(run.packets.start, run.packets.end)].sort((a, b) => a - b)
      expect(shown).toEqual(framesOf([run.frames]))
    }
  }
})

test('what is fed to the decoder begins with a group and holds every wanted frame, counted as it comes out', () => {
  const random = seededNumbers(12)
  for (let round = 0; round < 300; round++) {
    const coded = randomTrack(random)
    const keep = randomKeep(random, coded.frames.length)
    for (const { runs, feed, frames } of planCopy({ keep, coded, bytes: 1e6, pixels: hd })!.batches) {
      const decoded = feed.packets.flatMap(({ start, end }) => [...coded.frames.subarray(start, end)]).sort((a, b) => a - b)
      expect(feed.packets.every(({ start }) => coded.groupStarts.includes(start))).toBe(true)
      expect(feed.wanted.flatMap(({ start, end }) => decoded.slice(start, end))).toEqual(framesOf(runs.flatMap(run => run.pieces)))
      expect([feed.before, frames, feed.decoded]).toEqual([0, framesOf(runs.flatMap(run => run.pieces)).length, decoded.length])
    }
  }
})

test('few long pieces and short groups are worth copying, dense cuts and long groups are not', () => {
  const hour = (group: number): CodedFrames => ({ frames: Int32Array.from({ length: 90_000 }, (_, index) => index), groupStarts: Int32Array.from({ length: 90_000 / group }, (_, index) => index * group) })
  const cutEvery = (seconds: number): FrameSpan[] => Array.from({ length: 3600 / seconds }, (_, index) => ({ start: 25 * seconds * index + 7, end: 25 * seconds * (index + 1) - 7 }))
  const ask = (group: number, seconds: number): CopyPlan => planCopy({ keep: cutEvery(seconds), coded: hour(group), bytes: 2e8, pixels: hd })!
  expect(isCopyCheaper(ask(75, 15))).toBe(true)
  expect(copiedFrames(ask(75, 15))).toBeGreaterThan(60_000)
  expect(isCopyCheaper(ask(75, 2))).toBe(false)
  expect(isCopyCheaper(ask(1500, 15))).toBe(false)
})

test('a track that begins inside a group, or whose groups are mixed, has no groups to move', () => {
  expect(pictureGroups({ frames: Int32Array.of(0, 1, 2, 3), groupStarts: Int32Array.of(1) })).toBeNull()
  expect(pictureGroups({ frames: Int32Array.of(0, 1, 3, 2), groupStarts: Int32Array.of(0, 2) })).toBeNull()
  expect(pictureGroups({ frames: Int32Array.of(5, 7, 6, 8), groupStarts: Int32Array.of(0, 3) })).toHaveLength(2)
})

test('a plain picture fills the output at its own size, made even and no larger than browsers like; sound alone keeps its stage', () => {
  expect(layoutFor({ width: 1280, height: 720 }, true, 'plain')).toMatchObject({ width: 1280, height: 720, picture: { x: 0, y: 0, width: 1280, height: 720 }, cornerRadius: 0, bubble: null })
  expect(layoutFor({ width: 641, height: 361 }, true, 'plain')).toMatchObject({ width: 642, height: 362 })
  expect(layoutFor({ width: 3840, height: 2160 }, true, 'plain')).toMatchObject({ width: 1920, height: 1080 })
  expect(layoutFor({ width: 1440, height: 2560 }, true, 'plain')).toMatchObject({ width: 1080, height: 1920 })
  expect(layoutFor({ width: 0, height: 0 }, true, 'plain')).toMatchObject({ width: 1280, height: 720, bubble: null })
})

/** Groups of 1 to 40 frames; inside, stretches of up to 5 frames whose last is decoded before the others. */
function randomTrack(random: () => number): CodedFrames {
  const frames: number[] = []
  const groupStarts: number[] = []
  while (frames.length < 200) {
    groupStarts.push(frames.length)
    const end = frames.length + 1 + Math.floor(random() * 40)
    frames.push(frames.length)
    while (frames.length < end) {
      const from = frames.length
      const length = Math.min(end - from, 1 + Math.floor(random() * 5))
      frames.push(from + length - 1, ...Array.from({ length: length - 1 }, (_, index) => from + index))
    }
  }
  return { frames: Int32Array.from(frames), groupStarts: Int32Array.from(groupStarts) }
}

function randomKeep(random: () => number, frames: number): FrameSpan[] {
  const keep: FrameSpan[] = []
  for (let at = Math.floor(random() * 3); at < frames;) {
    const end = Math.min(frames, at + 1 + Math.floor(random() * 90))
    keep.push({ start: at, end })
    at = end + 1 + Math.floor(random() * 20)
  }
  return keep
}

function shownBy({ runs }: CopyPlan, coded: CodedFrames): number[] {
  return runs.flatMap(run => run.kind === 'encoded' ? framesOf(run.pieces) : [...coded.frames.subarray(run.packets.start, run.packets.end)].sort((a, b) => a - b))
}

function framesOf(spans: readonly FrameSpan[]): number[] {
  return spans.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, index) => start + index))
}
