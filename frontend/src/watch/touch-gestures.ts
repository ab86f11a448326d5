export type Gesture = 'tap' | 'doubleLeft' | 'doubleRight' | 'doubleMiddle' | 'swipeDown' | 'holdStart' | 'holdEnd'

/** Where a finger is: a share of the picture's width, and pixels. */
export interface Touch { share: number; x: number; y: number }

interface Timers { after(ms: number, act: () => void): () => void }

/** A second tap within this time belongs to the first. */
export const doubleTapMs = 280
export const holdMs = 450
/** A finger that stays within this is not moving. */
const stillPixels = 12
const swipePixels = 70

export interface TouchReader { down(touch: Touch): void; move(touch: Touch): void; up(touch: Touch): void; cancel(): void }

/** Tells taps, double taps, holding and swiping down apart. A tap is told once it cannot become a double tap. */
export function readTouches(tell: (gesture: Gesture, touch: Touch) => void, { after }: Timers): TouchReader {
  let began: Touch | null = null
  let isHolding = false
  let stopHold = (): void => undefined
  let waiting: { side: Gesture; stop: () => void } | null = null
  const release = (touch: Touch): boolean => {
    stopHold()
    began = null
    if (isHolding) tell('holdEnd', touch)
    const wasHolding = isHolding
    isHolding = false
    return wasHolding
  }
  const tap = (touch: Touch): void => {
    const side = sideOf(touch)
    const isSecond = waiting?.side === side
    waiting?.stop()
    waiting = isSecond ? null : { side, stop: after(doubleTapMs, () => { waiting = null; tell('tap', touch) }) }
    if (isSecond) tell(side, touch)
  }
  return {
    down(touch) {
      began = touch
      stopHold = after(holdMs, () => { isHolding = true; tell('holdStart', touch) })
    },
    move(touch) { if (began && !isHolding && distance(began, touch) > stillPixels) stopHold() },
    up(touch) {
      const from = began
      if (release(touch) || !from) return
      if (distance(from, touch) <= stillPixels) tap(touch)
      else if (touch.y - from.y >= swipePixels && touch.y - from.y > 2 * Math.abs(touch.x - from.x)) tell('swipeDown', touch)
    },
    cancel: () => { if (began) release(began) },
  }
}

function sideOf({ share }: Touch): 'doubleLeft' | 'doubleRight' | 'doubleMiddle' {
  return share < 1 / 3 ? 'doubleLeft' : share > 2 / 3 ? 'doubleRight' : 'doubleMiddle'
}

function distance(from: Touch, to: Touch): number {
  return Math.hypot(to.x - from.x, to.y - from.y)
}
