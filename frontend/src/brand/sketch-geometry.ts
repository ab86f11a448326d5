import type { Corner, VideoStyle } from '@f2l/common/contracts/video-style.ts'

/** Where things stand on a stage of 1280 × 720: the figures of worker/src/plan/layout.ts. */
const stage = { width: 1280, height: 720 }
export const picture = { x: 80, y: 44, width: 1120, height: 630 }
export const cornerRadius = 18
/** About 15, 27 and 36 % of the height, ring included. */
const bubbleSizes: Record<VideoStyle['bubbleSize'], number> = { small: 108, medium: 196, large: 260 }
const bubbleMargin = 28
/** Letters of burned captions. */
const captionSizes: Record<VideoStyle['captionSize'], number> = { small: 29, medium: 36, large: 45 }

interface Box { x: number; y: number; width: number; height: number }

export function bubbleBox({ bubbleCorner, bubbleSize }: Pick<VideoStyle, 'bubbleCorner' | 'bubbleSize'>): Box {
  const size = bubbleSizes[bubbleSize]
  const [isRight, isLow] = [bubbleCorner.endsWith('right'), bubbleCorner.startsWith('bottom')]
  return { x: isRight ? stage.width - bubbleMargin - size : bubbleMargin, y: isLow ? stage.height - bubbleMargin - size : bubbleMargin, width: size, height: size }
}

/** Captions stand in the middle of what a bubble at the bottom leaves free. */
export function captionPlace(style: VideoStyle): { left: number; right: number; bottom: number; size: number } {
  const side = Math.round(stage.width * 0.06)
  const place = { left: side, right: side, bottom: Math.round(stage.height * 0.06), size: captionSizes[style.captionSize] }
  if (style.bubble === 'none' || isHigh(style.bubbleCorner)) return place
  const { x, width } = bubbleBox(style)
  return x < stage.width / 2 ? { ...place, left: x + width + side / 2 } : { ...place, right: stage.width - x + side / 2 }
}

function isHigh(corner: Corner): boolean {
  return corner.startsWith('top')
}
