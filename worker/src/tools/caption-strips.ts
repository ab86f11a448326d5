import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { FrameSpan } from '@f2l/common/contracts/span.ts'
import { captionBand, type CaptionLook } from './burned-captions.ts'
import { during } from './run-times.ts'
import { valueTree } from './select-tree.ts'

/** Captions of a chunk: an ASS document that shows each for a second, and the chunk's frames on which each is seen. */
export interface CaptionStrips { /** In the folder that ffmpeg runs in. */ document: string; shown: FrameSpan[] }

/**
 * Lays captions over `[from]`, exact to the frame, as `[to]`. Each is drawn once, on clear ground, and its strip laid over all its
 * frames: libass would draw it anew on each.
 */
export function captionLines(from: string, to: string, { document, shown }: CaptionStrips, plan: CaptionLook & Pick<EditPlan, 'frameRate'>): string[] {
  const { layout, frameRate } = plan
  const { x, y, width, height } = captionBand(plan)
  const starts = valueTree(shown.map(({ start }, index) => ({ start: index, value: start })), 'N')
  return [
    // What is drawn is mixed with the black ground as far as it is clear; `unpremultiply` takes the black out again.
    `color=c=black@0:s=${layout.width}x${layout.height}:r=1:d=${shown.length},format=yuva444p,ass=f=${document}:fontsdir=fonts:alpha=1,`
    + `crop=${width}:${height}:${x}:${y},unpremultiply=inplace=1,format=yuva420p,settb=${frameRate.den}/${frameRate.num},setpts='${starts}'[strips]`,
    `[${from}][strips]overlay=${x}:${y}:format=yuv420:enable='${during(shown, frameRate)}'[${to}]`,
  ]
}
