import type { EditPlan } from '../contracts/edit-plan.ts'
import { shownName, withShownNames } from '../contracts/shown-speakers.ts'
import { makeTimeMap, type TimeMap } from '../contracts/time-map.ts'
import type { Cue } from '../contracts/transcript.ts'
import { cleanText, shorten } from './clean-text.ts'
import { keptCues } from './kept-text.ts'
import { coloursIn } from './speaker-look.ts'
import { breakIntoBlocks, cutIntoBlocks, lineWidth, widthOf } from './line-breaks.ts'

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
 * below the other's. Cues that were cut away whole, and words that were cut out of them, are left out.
 */
export function captionsOf(plan: Pick<EditPlan, 'cues' | 'speakers' | 'cuts' | 'keep' | 'frameRate' | 'titleCard'>): CaptionCue[] {
  const map = makeTimeMap(plan)
  const blocks = withShownNames(keptCues(plan.cues, plan.cuts), plan.speakers).flatMap(cue => placeCue(cue, map)).sort((a, b) => a.start - b.start)
  return oneAtATime(nameSpeakers(pairInterjections(blocks)), map.outputSeconds)
}

/** Each speaker's colour, by what a caption begins with when it names them. Who is named otherwise keeps theirs. */
export function nameColours({ cues, speakers }: Pick<EditPlan, 'cues' | 'speakers'>): Map<string, string> {
  const colours = coloursIn(cues)
  return new Map([...colours].map(([speaker, colour]) => [namePrefix(shownName(speaker, speakers)), colour]))
}

/** A piece of a cue that fits into a caption; below its line may stand what somebody else threw in. */
interface Block { start: number; end: number; text: string; speaker: string | null; interjection?: { speaker: string | null; text: string } }

/** A cue as blocks that share its time by their length; the first has room for the name. */
function placeCue(cue: Cue, map: TimeMap): Block[] {
  const start = map.toOutput(cue.start)
  const end = map.toOutput(cue.end)
  const text = cleanText(cue.text)
  if (text === '' || (end - start < 0.05 && !map.isKept(cue.start))) return []
  return shareTime(withRoom(cue.speaker, text, cutIntoBlocks), { start, end, speaker: cue.speaker })
}

/** Pieces of a text of which the first leaves room for the speaker's name. */
function withRoom(speaker: string | null, text: string, cut: (text: string) => string[]): string[] {
  const room = 'x'.repeat(widthOf(namePrefix(speaker).trim()))
  const [first, ...rest] = cut(`${room} ${text}`.trim())
  return [first!.slice(room.length).trim(), ...rest].filter(piece => piece !== '')
}

function shareTime(texts: string[], { start, end, speaker }: Omit<Block, 'text'>): Block[] {
  const sizes = texts.map(text => Math.max(1, widthOf(text)))
  const total = sizes.reduce((sum, size) => sum + size, 0)
  let before = 0
  return texts.map((text, index) => {
    const from = start + (end - start) * before / total
    before += sizes[index]!
    return { start: from, end: start + (end - start) * before / total, text, speaker }
  })
}

/** What stands before the words of a speaker who is named; empty for nobody. */
export function namePrefix(speaker: string | null): string {
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
    const isShort = block.end - block.start <= longestInterjection && widthOf(namePrefix(block.speaker) + block.text) <= lineWidth
    if (!host || !isShort || host.speaker === block.speaker || host.interjection || host.end < block.end - 0.3) {
      placed.push(block)
      continue
    }
    const lines = shareTime(withRoom(host.speaker, host.text, text => breakIntoBlocks(text).flat()), host)
    const spoken = lines.findLast(line => line.start <= block.start) ?? lines[0]!
    Object.assign(spoken, { interjection: { speaker: block.speaker, text: block.text } })
    placed.splice(placed.indexOf(host), 1, ...lines)
  }
  return placed.sort((a, b) => a.start - b.start)
}

/** Puts names where the reader would otherwise take the words for the last speaker's; a block that grows too long is cut in two. */
function nameSpeakers(blocks: Block[]): CaptionCue[] {
  let last: string | null = null
  return blocks.flatMap(block => {
    const { start, end, speaker, interjection } = block
    const text = (speaker === last ? '' : namePrefix(speaker)) + block.text
    last = interjection ? interjection.speaker : speaker
    const lines = breakIntoBlocks(text)
    const named = shareTime(cutIntoBlocks(text), { start, end, speaker }).map((piece, index): CaptionCue => ({ start: piece.start, end: piece.end, lines: lines[index]!, speaker }))
    const line = interjection && namePrefix(interjection.speaker) + interjection.text
    const host = named.find(caption => caption.lines.length === 1)
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
