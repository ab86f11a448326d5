import type { VideoStyle } from '@f2l/common/contracts/video-style.ts'

/** Where things stand on a stage of 1280 × 720: the figures of worker/src/plan/layout.ts. */
const stage = { width: 1280, height: 720 }
export const picture = { x: 80, y: 44, width: 1120, height: 630 }
export const cornerRadius = 18
/** A fifth, 27 % and 36 % of the height, ring included. */
const bubbleSizes: Record<VideoStyle['bubbleSize'], number> = { small: 148, medium: 196, large: 260 }
const bubbleMargin = 28
/** Letters of burned captions. */
const captionSizes: Record<VideoStyle['captionSize'], number> = { small: 29, medium: 36, large: 45 }
/** A line of 42 letters is so many letter sizes wide. */
const usualLine = 42 * 0.53

interface Box { x: number; y: number; width: number; height: number }

export function bubbleBox({ bubbleCorner, bubbleSize }: Pick<VideoStyle, 'bubbleCorner' | 'bubbleSize'>): Box {
  const size = bubbleSizes[bubbleSize]
  const [isRight, isLow] = [bubbleCorner.endsWith('right'), bubbleCorner.startsWith('bottom')]
  return { x: isRight ? stage.width - bubbleMargin - size : bubbleMargin, y: isLow ? stage.height - bubbleMargin - size : bubbleMargin, width: size, height: size }
}

/** In the middle beside a bubble at the bottom where there is room, else leaning away from it (worker/src/tools/burned-captions.ts). */
export function captionPlace(style: VideoStyle): { left: number; right: number; bottom: number; size: number } {
  const [side, bottom] = [Math.round(stage.width * 0.06), Math.round(stage.height * 0.06)]
  const margins = (left: number, right: number) => ({ left, right, bottom, size: Math.min(captionSizes[style.captionSize], Math.round((stage.width - left - right) / usualLine)) })
  if (style.look === 'plain' || style.bubble === 'none' || style.bubbleCorner.startsWith('top')) return margins(side, side)
  const beside = Math.round(bubbleMargin + bubbleSizes[style.bubbleSize] + side / 2)
  if (4 * beside < stage.width && style.captionSize !== 'large') return margins(beside, beside)
  return style.bubbleCorner.endsWith('left') ? margins(beside, side) : margins(side, beside)
}
