import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { makeTimeMap, type TimeMap } from '@f2l/common/contracts/time-map.ts'
import type { Cue } from '@f2l/common/contracts/transcript.ts'
import { cleanText, shorten } from './clean-text.ts'
import { keptText } from './kept-text.ts'
import { breakIntoBlocks, lineWidth, widthOf } from './line-breaks.ts'

/** One caption in output seconds: one or two lines of at most 42 letters. */
export interface CaptionCue { start: number; end: number; lines: string[]; speaker: string | null }

/** Long enough to be read, short enough not to stand around (seconds). */
const shortest = 0.8
const longest = 7
/** Letters a second: read with ease, read quickly, and at a glance when people talk over each other. */
const easyPace = 17
const quickPace = 26
const hurriedPace = 40
/** So late may a caption come before the ones after it are hurried. */
const mostLate = 1
const hurriedSeconds = 0.5
/** Longer contributions are turns, not interjections. */
const longestInterjection = 2.5
/** What is still being said stands among the last few blocks. */
const hostsLookedAt = 12
const longestNameInPrefix = 20

/**
 * Captions of the output: the speaker's name wherever the speaker changes, never two at once,
 * ascending, inside the video. A word thrown in while another speaks stands as a line of its own
 * below the other's. Cues that were cut away whole, and fillers that were cut, are left out.
 */
export function captionsOf(plan: Pick<EditPlan, 'cues' | 'cuts' | 'keep' | 'frameRate' | 'titleCard'>): CaptionCue[] {
  const map = makeTimeMap(plan)
  const fillers = plan.cuts.filter(({ reason }) => reason === 'filler')
  const blocks = plan.cues.flatMap(cue => placeCue({ ...cue, text: keptText(cue, fillers) }, map)).sort((a, b) => a.start - b.start)
  return oneAtATime(nameSpeakers(pairInterjections(blocks)), map.outputSeconds)
}

/** A caption whose second line may be somebody else's. */
interface Block extends CaptionCue { interjection?: { speaker: string | null; text: string } }

/** A cue as blocks that share its time by their length; the first has room for the name. */
function placeCue(cue: Cue, map: TimeMap): Block[] {
  const start = map.toOutput(cue.start)
  const end = map.toOutput(cue.end)
  const text = cleanText(cue.text)
  if (text === '' || (end - start < 0.05 && !map.isKept(cue.start))) return []
  const room = 'x'.repeat(widthOf(prefixOf(cue.speaker).trim()))
  const blocks = breakIntoBlocks(`${room} ${text}`.trim())
  const lines = [blocks[0]!.join(' ').slice(room.length).trim() === '' ? [] : breakIntoBlocks(blocks[0]!.join(' ').slice(room.length).trim())[0]!, ...blocks.slice(1)]
  return shareTime(lines.filter(block => block.length > 0), { start, end, speaker: cue.speaker })
}

function shareTime(blocks: string[][], { start, end, speaker }: Omit<CaptionCue, 'lines'>): Block[] {
  const sizes = blocks.map(lines => Math.max(1, widthOf(lines.join(' '))))
  const total = sizes.reduce((sum, size) => sum + size, 0)
  let before = 0
  return blocks.map((lines, index) => {
    const from = start + (end - start) * before / total
    before += sizes[index]!
    return { start: from, end: start + (end - start) * before / total, lines, speaker }
  })
}

function prefixOf(speaker: string | null): string {
  const name = shorten(cleanText(speaker ?? ''), longestNameInPrefix)
  return name === '' ? '' : `${name}: `
}

/**
 * "Yeah" of B inside a sentence of A: A's block is shown line by line, and B's word below the line
 * it falls on. One interjection a line; more of them wait their turn as captions of their own.
 */
function pairInterjections(blocks: Block[]): Block[] {
  const placed: Block[] = []
  for (const block of blocks) {
    const host = placed.slice(-hostsLookedAt).findLast(other => other.start <= block.start && other.end > block.start)
    const isShort = block.end - block.start <= longestInterjection && block.lines.length === 1 && widthOf(prefixOf(block.speaker) + block.lines[0]!) <= lineWidth
    if (!host || !isShort || host.speaker === block.speaker || host.interjection || host.end < block.end - 0.3) {
      placed.push(block)
      continue
    }
    const lines = shareTime(host.lines.map(line => [line]), host)
    const spoken = lines.findLast(line => line.start <= block.start) ?? lines[0]!
    Object.assign(spoken, { interjection: { speaker: block.speaker, text: block.lines[0]! } })
    placed.splice(placed.indexOf(host), 1, ...lines)
  }
  return placed.sort((a, b) => a.start - b.start)
}

/** Puts names where the reader would otherwise take the words for the last speaker's; a block that grows too long is cut in two. */
function nameSpeakers(blocks: Block[]): CaptionCue[] {
  let last: string | null = null
  return blocks.flatMap(({ start, end, lines, speaker, interjection }) => {
    const text = (speaker === last ? '' : prefixOf(speaker)) + lines.join(' ')
    last = interjection ? interjection.speaker : speaker
    const named = shareTime(speaker === last && !interjection && text === lines.join(' ') ? [lines] : breakIntoBlocks(text), { start, end, speaker })
    const line = interjection && prefixOf(interjection.speaker) + interjection.text
    const host = named.find(block => block.lines.length === 1)
    if (line && host) host.lines.push(line)
    else if (line) named.push({ start: end, end, lines: [line], speaker: interjection.speaker })
    return named
  })
}

/** Gives each caption time to be read where there is room, and lets none overlap the next. */
function oneAtATime(captions: CaptionCue[], outputSeconds: number): CaptionCue[] {
  const placed: CaptionCue[] = []
  let free = 0
  captions.forEach((caption, index) => {
    const start = Math.max(caption.start, free)
    const width = widthOf(caption.lines.join(' '))
    const isLate = start - caption.start > mostLate
    const needed = isLate ? Math.max(hurriedSeconds, width / hurriedPace) : Math.max(shortest, width / quickPace)
    const wanted = Math.max(caption.end, start + width / easyPace)
    const next = captions[index + 1]?.start ?? outputSeconds
    const end = Math.min(outputSeconds, start + longest, Math.max(Math.min(wanted, next), start + needed))
    free = end
    if (end - start > 0.1) placed.push({ ...caption, start: milliseconds(start), end: milliseconds(end) })
  })
  return placed
}

function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000
}
