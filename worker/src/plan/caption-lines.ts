import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { makeTimeMap, type TimeMap } from '@f2l/common/contracts/time-map.ts'
import type { Cue } from '@f2l/common/contracts/transcript.ts'
import { cleanText, shorten } from './clean-text.ts'
import { breakIntoBlocks, widthOf } from './line-breaks.ts'

/** One caption in output seconds: one or two lines of at most 42 letters. */
export interface CaptionCue { start: number; end: number; lines: string[]; speaker: string | null }

/** Long enough to be read, short enough not to stand around. */
const shortest = 0.8
const longest = 7
const lettersPerSecond = 17
/** Captions that people talk over each other for may come this late before they are shown shorter. */
const mostLate = 1.5
const hurriedSeconds = 0.45
const longestNameInPrefix = 20

/**
 * Captions of the output: the speaker's name before the first words of each turn, never two at once,
 * ascending, inside the video. Cues that were cut away whole are left out.
 */
export function captionsOf(plan: Pick<EditPlan, 'cues' | 'keep' | 'frameRate' | 'titleCard'>): CaptionCue[] {
  const map = makeTimeMap(plan)
  let speaker: string | null = null
  const blocks: CaptionCue[] = []
  for (const cue of plan.cues.toSorted((a, b) => a.start - b.start)) {
    const placed = placeCue(cue, cue.speaker === speaker ? null : cue.speaker, map)
    if (placed.length > 0) speaker = cue.speaker
    blocks.push(...placed)
  }
  return oneAtATime(blocks.sort((a, b) => a.start - b.start), map.outputSeconds)
}

/** A cue as blocks that share its time by their length. */
function placeCue(cue: Cue, newSpeaker: string | null, map: TimeMap): CaptionCue[] {
  const start = map.toOutput(cue.start)
  const end = map.toOutput(cue.end)
  const text = cleanText(cue.text)
  if (text === '' || (end - start < 0.05 && !map.isKept(cue.start))) return []
  const name = newSpeaker === null ? '' : shorten(cleanText(newSpeaker), longestNameInPrefix)
  const blocks = breakIntoBlocks(name === '' ? text : `${name}: ${text}`)
  const sizes = blocks.map(lines => Math.max(1, widthOf(lines.join(' '))))
  const total = sizes.reduce((sum, size) => sum + size, 0)
  let before = 0
  return blocks.map((lines, index) => {
    const from = start + (end - start) * before / total
    before += sizes[index]!
    return { start: from, end: start + (end - start) * before / total, lines, speaker: cue.speaker }
  })
}

/** Gives each caption time to be read where there is room, and lets none overlap the next. */
function oneAtATime(captions: CaptionCue[], outputSeconds: number): CaptionCue[] {
  const placed: CaptionCue[] = []
  let free = 0
  captions.forEach((caption, index) => {
    const start = Math.max(caption.start, free)
    const next = captions[index + 1]?.start ?? outputSeconds
    const isLate = start - caption.start > mostLate
    const wanted = isLate ? hurriedSeconds : Math.max(shortest, Math.min(longest, widthOf(caption.lines.join(' ')) / lettersPerSecond))
    const until = Math.min(Math.max(caption.end, start + wanted), start + longest)
    // The next one may begin late by what this one needs at least.
    const end = Math.min(outputSeconds, Math.max(Math.min(until, next), start + (isLate ? hurriedSeconds : shortest)))
    free = end
    if (end - start > 0.1) placed.push({ ...caption, start: milliseconds(start), end: milliseconds(end) })
  })
  return placed
}

function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000
}
