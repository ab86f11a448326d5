import { viewBody } from '@f2l/common/contracts/views.ts'
import { expect, test } from 'vitest'
import { makeViewTracker, type TellView, type ViewWord } from '../src/watch/view-tracker.ts'

const id = 'vie_abcdefghijklmnop'

/** A player and a clock that only go on when the test says so. */
function watching({ durationSeconds = 100, tell = () => true }: { durationSeconds?: number; tell?: TellView } = {}) {
  const words: (ViewWord & { isLeaving: boolean })[] = []
  let [clock, time, isPlaying, rate] = [0, 0, false, 1]
  const tracker = makeViewTracker({
    id, durationSeconds, asksForPrivacy: false, now: () => clock,
    tell: (word, isLeaving) => {
      viewBody.parse(word)
      words.push({ ...word, isLeaving })
      return tell(word, isLeaving)
    },
  })
  const look = (): void => tracker.observe({ time, isPlaying, rate })
  look()
  return {
    tracker, words, told: () => words.map(word => word.seen.map(({ start, end }) => [start, end])),
    play(seconds: number, { stepSeconds = 0.25, speed = 1 } = {}) {
      if (!isPlaying || rate !== speed) { [isPlaying, rate] = [true, speed]; look() }
      for (let gone = 0; gone < seconds - 1e-9; gone += stepSeconds) {
        clock += stepSeconds * 1000
        time += stepSeconds * speed
        look()
      }
    },
    wait(seconds: number) { clock += seconds * 1000; look() },
    waitUnseen(seconds: number) { clock += seconds * 1000 },
    pause() { isPlaying = false; look() },
    seek(to: number) { time = to; look() },
  }
}

test('the first word comes as soon as five seconds were played, not before', () => {
  const page = watching()
  page.play(4.75)
  expect(page.words).toEqual([])
  page.play(0.25)
  expect(page.told()).toEqual([[[0, 5]]])
})

test('of a short video three quarters are enough', () => {
  const page = watching({ durationSeconds: 4 })
  page.play(2.75)
  expect(page.words).toEqual([])
  page.play(0.25)
  expect(page.told()).toEqual([[[0, 3]]])
})

test('while it plays there is a word every fifteen seconds, each of what is new', () => {
  const page = watching()
  page.play(36)
  expect(page.told()).toEqual([[[0, 5]], [[5, 20]], [[20, 35]]])
})

test('what was sought over is not told as seen, forth and back', () => {
  const page = watching()
  page.play(2)
  page.seek(50)
  page.play(2)
  page.seek(10)
  page.play(2)
  page.pause()
  page.tracker.leave()
  expect(page.told()).toEqual([[[0, 2], [10, 11], [50, 52]], [[11, 12]]])
})

test('a seek while it is paused is no watching', () => {
  const page = watching()
  page.seek(30)
  page.seek(31)
  page.seek(31.2)
  page.tracker.leave()
  expect(page.words).toEqual([])
})

test('at two and a half times the speed all that was passed was seen', () => {
  const page = watching()
  page.play(4, { speed: 2.5 })
  page.pause()
  expect(page.told()).toEqual([[[0, 5]], [[5, 10]]])
})

test('a hidden tab that looks once a second misses nothing', () => {
  const page = watching()
  page.play(10, { stepSeconds: 1, speed: 2 })
  page.pause()
  expect(page.told().flat()).toEqual([[0, 6], [6, 20]])
})

test('a video that stands still to load is not watched meanwhile, and who then seeks ahead has seen nothing of it', () => {
  const page = watching()
  page.play(1)
  page.wait(60)
  page.play(1)
  page.seek(30)
  page.pause()
  expect(page.told().flat()).toEqual([[0, 1], [1, 2]])
  page.play(1)
  page.waitUnseen(60)
  page.seek(50)
  page.pause()
  expect(page.told().flat()).toEqual([[0, 1], [1, 2], [30, 31]])
})

test('what was played twice is told once in a word and counts once', () => {
  const page = watching()
  for (let round = 0; round < 4; round += 1) { page.play(2); page.seek(0) }
  expect(page.words).toEqual([])
  page.tracker.leave()
  expect(page.told()).toEqual([[[0, 2]]])
})

test('a pause tells, and so does leaving, but nothing is told twice', () => {
  const page = watching()
  page.play(6)
  page.pause()
  page.tracker.leave()
  page.tracker.leave()
  expect(page.told()).toEqual([[[0, 5]], [[5, 6]]])
  page.play(1)
  page.tracker.leave()
  expect(page.words.at(-1)).toMatchObject({ isLeaving: true, seen: [{ start: 6, end: 7 }] })
})

test('coming back to a page that was left goes on with the same view', () => {
  const page = watching()
  page.play(1)
  page.pause()
  page.tracker.leave()
  page.wait(3600)
  page.play(1)
  page.tracker.leave()
  expect(page.words.map(word => word.id)).toEqual([id, id])
  expect(page.told()).toEqual([[[0, 1]], [[1, 2]]])
})

test('seeking to the end counts at once; the end reached by playing is no seek', () => {
  const sought = watching()
  sought.seek(99.95)
  expect(sought.words).toMatchObject([{ hasSoughtEnd: true, seen: [] }])
  const played = watching()
  played.play(100)
  played.pause()
  expect(played.words.some(word => word.hasSoughtEnd)).toBe(false)
})

test('a word that did not arrive is told again with the next one', async () => {
  let isOnline = false
  const page = watching({ tell: async () => { if (!isOnline) throw new TypeError('offline'); return true } })
  page.play(5)
  await Promise.resolve().then(() => Promise.resolve())
  isOnline = true
  page.play(1)
  page.pause()
  await Promise.resolve()
  expect(page.told()).toEqual([[[0, 5]], [[0, 6]]])
})

test('a press on the button is told at once, once', () => {
  const page = watching()
  page.tracker.noteCallToAction('saw')
  expect(page.words).toEqual([])
  page.tracker.noteCallToAction('clicked')
  page.tracker.noteCallToAction('clicked')
  expect(page.words).toMatchObject([{ sawCallToAction: true, clickedCallToAction: true, isLeaving: true }])
})

test('somebody who jumps about wildly is told of in words that the server takes', () => {
  const page = watching({ durationSeconds: 10_000, tell: () => false })
  for (let place = 0; place < 900; place += 3) { page.seek(place); page.play(0.25) }
  page.tracker.leave()
  for (const word of page.words) expect(word.seen.length).toBeLessThanOrEqual(200)
})
