import type { Box, Layout } from '@f2l/common/contracts/edit-plan.ts'
import type { VideoStyle } from '@f2l/common/contracts/video-style.ts'

/** Where things stand on a stage of 1280 × 720; a larger stage is this, scaled. */
const stage = { width: 1280, height: 720 }
const pictureArea: Box = { x: 80, y: 44, width: 1120, height: 630 }
const cornerRadius = 18
/** A fifth, 27 % and 36 % of the height, ring included; so far from two rims, which leaves room for the name below. */
const bubbleSizes = { small: 148, medium: 196, large: 260 }
const bubbleMargin = 28
/** Sound without picture: the speaker's initials are the picture. */
const speakerOnStage = { size: 300, top: 150 }

const background = { from: '#eef1f8', to: '#cfd8ea' }
const soundBackground = { from: '#26304f', to: '#10162b' }

/** What browsers and phones decode without strain: no plain picture is larger, lying or standing. */
const largestPlain = { long: 1920, short: 1080 }

/** What of a style decides where things stand and how they are coloured; what is left out is our own. */
export type LayoutStyle = Partial<Pick<VideoStyle, 'bubbleCorner' | 'bubbleSize' | 'background' | 'accent'>>

/** Pixel geometry of the output for a source of this displayed size (0 × 0: sound only). Even numbers throughout. */
export function layoutFor({ width, height }: { width: number; height: number }, hasBubble: boolean, look: 'framed' | 'plain' = 'framed', style: LayoutStyle = {}): Layout {
  const colours = style.accent ? { accent: style.accent } : {}
  if (look === 'plain' && width > 0 && height > 0) return { ...plainLayout(width, height, style), ...colours }
  const scale = Math.max(width, height) > 1400 || Math.min(width, height) > 800 ? 1.5 : 1
  const isSound = width === 0 || height === 0
  const picture = isSound ? { x: 0, y: 0, ...stage } : fitInto(pictureArea, width / height)
  return {
    width: stage.width * scale, height: stage.height * scale,
    picture: scaled(picture, scale),
    cornerRadius: isSound ? 0 : Math.round(cornerRadius * scale),
    bubble: hasBubble && look === 'framed' ? bubbleOf(style, isSound, scale) : null,
    background: style.background ?? (isSound ? soundBackground : background),
    ...colours,
  }
}

/** The picture alone, as large as it is: the player draws the bubble. */
function plainLayout(width: number, height: number, style: LayoutStyle): Layout {
  const scale = Math.min(1, largestPlain.long / Math.max(width, height), largestPlain.short / Math.min(width, height))
  const size = { width: evenAtLeast(width * scale, 16), height: evenAtLeast(height * scale, 16) }
  return { ...size, picture: { x: 0, y: 0, ...size }, cornerRadius: 0, bubble: null, background: style.background ?? background }
}

/** The largest box of this shape in the middle of the area. */
function fitInto(area: Box, shape: number): Box {
  const width = Math.max(16, Math.min(area.width, area.height * shape))
  const height = Math.max(16, Math.min(area.height, area.width / shape))
  return { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height }
}

/** On the stage of a recording without picture the speakers stand in the middle, whatever corner is wanted. */
function bubbleOf({ bubbleCorner: corner = 'bottom-left', bubbleSize = 'medium' }: LayoutStyle, isSound: boolean, scale: number): Layout['bubble'] {
  if (isSound) return { box: scaled(speakerBox(), scale), corner: 'bottom-left' }
  const size = bubbleSizes[bubbleSize]
  const x = corner.endsWith('left') ? bubbleMargin : stage.width - bubbleMargin - size
  const y = corner.startsWith('top') ? bubbleMargin : stage.height - bubbleMargin - size
  return { box: scaled({ x, y, width: size, height: size }, scale), corner }
}

function speakerBox(): Box {
  return { x: (stage.width - speakerOnStage.size) / 2, y: speakerOnStage.top, width: speakerOnStage.size, height: speakerOnStage.size }
}

function scaled({ x, y, width, height }: Box, scale: number): Box {
  return { x: even(x * scale), y: even(y * scale), width: even(width * scale), height: even(height * scale) }
}

function even(value: number): number {
  return 2 * Math.round(value / 2)
}

function evenAtLeast(value: number, least: number): number {
  return Math.max(least, even(value))
}
