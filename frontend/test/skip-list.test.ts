import { expect, test } from 'vitest'
import { makeSkipList, type SkipList } from '../src/watch/skip-list.ts'

/** 20 s at 25 frames a second: 0–5, 5.6–10 and 16–20 are kept; a title card of 2 s stands in front. */
const skips = makeSkipList({ frameRate: { num: 25, den: 1 }, keep: [{ start: 0, end: 125 }, { start: 140, end: 250 }, { start: 400, end: 500 }], titleCard: { frames: 50 }, hasPicture: true })

interface Played { heard: { from: number; to: number }[]; seeks: { from: number; to: number }[]; gains: { at: number; gain: number }[]; took: number; isOver: boolean }

/** A player that obeys, with a clock of its own: a picture every 16 ms, seeks that take 100 ms. */
function play(list: SkipList, { from = 0, rate = 1, loadedAhead = 60, isHidden = false, tick = 0.016 } = {}): Played {
  const played: Played = { heard: [], seeks: [], gains: [], took: 0, isOver: false }
  let at = from
  while (played.took < 60) {
    const step = list.pass({ seconds: at, rate, bufferedTo: at + loadedAhead, isHidden })
    played.gains.push({ at, gain: step.gain })
    if (step.isOver) return { ...played, isOver: true }
    if (step.seekTo !== null) {
      played.seeks.push({ from: at, to: step.seekTo })
      at = step.seekTo
      played.took += 0.1
      continue
    }
    if (step.gain > 0) hear(played.heard, at, at + tick * step.rate)
    at += tick * step.rate
    played.took += tick
  }
  return played
}

function hear(heard: Played['heard'], from: number, to: number): void {
  const last = heard.at(-1)
  if (last && from - last.to < 0.05) last.to = to
  else heard.push({ from, to })
}

test('a long cut is sought over, a short one run through in silence, and all that is kept is heard', () => {
  const { heard, seeks, isOver, took } = play(skips)
  expect(isOver).toBe(true)
  expect(seeks).toHaveLength(1)
  expect(seeks[0]!.from).toBeCloseTo(10, 1)
  expect(seeks[0]!.to).toBe(16)
  expect(heard).toHaveLength(3)
  for (const [index, [from, to]] of [[0, 5], [5.6, 10], [16, 20]].entries()) {
    expect(Math.abs(heard[index]!.from - from!)).toBeLessThan(0.06)
    expect(Math.abs(heard[index]!.to - to!)).toBeLessThan(0.06)
  }
  expect(took).toBeLessThan(13.9)
})

test('the sound fades over 30 ms of the viewer\'s time on both sides of a cut, and not at the ends', () => {
  const gainAt = (seconds: number, rate = 1): number => skips.pass({ seconds, rate, bufferedTo: 30, isHidden: false }).gain
  expect(gainAt(4.985)).toBeCloseTo(0.5, 5)
  expect(gainAt(4.985, 2)).toBeCloseTo(0.25, 5)
  expect(gainAt(5.3)).toBe(0)
  expect(gainAt(5.615)).toBeCloseTo(0.5, 5)
  expect([gainAt(0), gainAt(2), gainAt(19.99)]).toEqual([1, 1, 1])
})

test('at 2.5 times the speed no kept word is run over', () => {
  const { heard } = play(skips, { rate: 2.5 })
  expect(heard).toHaveLength(3)
  expect(heard[1]!.from).toBeLessThan(5.75)
})

test('where a seek would have to wait for the network a longer cut is run through; in a hidden page every cut is sought over', () => {
  const list = makeSkipList({ frameRate: { num: 25, den: 1 }, keep: [{ start: 0, end: 100 }, { start: 175, end: 300 }], titleCard: { frames: 0 }, hasPicture: true })
  expect(play(list, { loadedAhead: 60 }).seeks).toHaveLength(1)
  expect(play(list, { loadedAhead: 1 }).seeks).toHaveLength(0)
  expect(play(skips, { isHidden: true, tick: 0.25 }).seeks).toHaveLength(2)
})

test('a seek that lands a hair before the end of a cut is not repeated', () => {
  expect(skips.pass({ seconds: 15.99, rate: 1, bufferedTo: 30, isHidden: true })).toMatchObject({ seekTo: null, isOver: false })
})

test('places are the finished video\'s: the title card counts, cuts do not', () => {
  expect(skips.outputSeconds).toBeCloseTo(2 + 5 + 4.4 + 4, 9)
  expect(skips.toOutput(3)).toBeCloseTo(5, 9)
  expect(skips.toOutput(12)).toBeCloseTo(11.4, 9)
  expect(skips.toSource(0)).toBe(0)
  expect(skips.toSource(12.4)).toBeCloseTo(17, 9)
})
