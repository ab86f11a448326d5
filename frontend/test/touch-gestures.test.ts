import { expect, test } from 'vitest'
import { doubleTapMs, holdMs, readTouches, type Touch } from '../src/watch/touch-gestures.ts'

/** A clock that stands still until it is told. */
function makeFingers() {
  let now = 0
  let timers: { at: number; act: () => void }[] = []
  const told: string[] = []
  const reader = readTouches(gesture => told.push(gesture), {
    after(ms, act) {
      const timer = { at: now + ms, act }
      timers.push(timer)
      return () => { timers = timers.filter(other => other !== timer) }
    },
  })
  const wait = (ms: number): void => {
    now += ms
    const due = timers.filter(({ at }) => at <= now)
    timers = timers.filter(({ at }) => at > now)
    for (const { act } of due) act()
  }
  const at = (share: number, y = 100): Touch => ({ share, x: share * 390, y })
  const tap = (share: number): void => { reader.down(at(share)); wait(60); reader.up(at(share)) }
  return { reader, told, wait, at, tap }
}

test('one tap is told once no second one followed', () => {
  const { told, wait, tap } = makeFingers()
  tap(0.5)
  expect(told).toEqual([])
  wait(doubleTapMs)
  expect(told).toEqual(['tap'])
})

test('two taps on one side are one double tap, and no tap', () => {
  const { told, wait, tap } = makeFingers()
  tap(0.9)
  wait(100)
  tap(0.8)
  wait(1000)
  expect(told).toEqual(['doubleRight'])
  tap(0.1)
  wait(100)
  tap(0.2)
  wait(1000)
  expect(told).toEqual(['doubleRight', 'doubleLeft'])
})

test('holding lasts from its time until the finger leaves, or the browser takes it', () => {
  const { reader, told, wait, at } = makeFingers()
  reader.down(at(0.5))
  wait(holdMs)
  reader.up(at(0.5))
  reader.down(at(0.5))
  wait(holdMs)
  reader.cancel()
  wait(1000)
  expect(told).toEqual(['holdStart', 'holdEnd', 'holdStart', 'holdEnd'])
})

test('a swipe down is neither a tap nor a hold, and one to the side is nothing', () => {
  const { reader, told, wait, at } = makeFingers()
  for (const [share, y] of [[0.5, 220], [0.95, 160]] as const) {
    reader.down(at(0.5))
    wait(50)
    reader.move(at(share, y))
    wait(holdMs)
    reader.up(at(share, y))
    wait(1000)
  }
  expect(told).toEqual(['swipeDown'])
})
