import type { Box, EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { FrameSpan } from '@f2l/common/contracts/span.ts'
import { captionFamily } from './caption-fonts.ts'
import type { Chunk } from './chunk-plan.ts'
import { directionOf } from './page-html.ts'

/** A caption in seconds of the output. */
export interface Caption { start: number; end: number; lines: readonly string[] }

/** What a line begins with when it names its speaker ("Ada: ") → the colour of that speaker. */
export type NameColours = ReadonlyMap<string, string>

/** A usual line of 42 letters is so many letter sizes wide. */
const usualLine = 42 * 0.53
/** How wide letters are, in letter sizes: the widest of each kind. */
const letterShapes: [RegExp, number][] = [[/[iljtfrI.,:;'!|()[\]\s]/u, 0.36], [/[MW@%—…mw]/u, 0.95], [/[\p{Lu}\p{N}]/u, 0.72], [/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}]/u, 1], [/\p{M}/u, 0]]
const otherShape = 0.6

/** What of a plan decides how burned captions look. */
export type CaptionLook = Pick<EditPlan, 'layout' | 'captionStyle' | 'captionSize'>

/** A caption as a chunk shows it: frames of the chunk (0 = its first), end not included. */
export interface ShownCaption extends FrameSpan { lines: readonly string[] }

/** What of the captions a chunk shows, on its frames: each from the first frame at or after its start, to the last before its end. */
export function shownIn(captions: readonly Caption[], { outputStart, frames }: Chunk, { num, den }: EditPlan['frameRate']): ShownCaption[] {
  const frameAt = (seconds: number): number => Math.min(frames, Math.max(0, Math.ceil(seconds * num / den - 1e-6) - outputStart))
  return captions.map(({ start, end, lines }) => ({ start: frameAt(start), end: frameAt(end), lines })).filter(({ start, end }) => end > start)
}

/**
 * Captions as an ASS document that shows each for one second, one after the other: the first during second 0.
 * Whatever a caption holds is shown as it is: no text becomes a command.
 */
export function assDocument(captions: readonly Pick<Caption, 'lines'>[], look: CaptionLook, names: NameColours): string {
  const lines = captions.map((caption, index) => `Dialogue: 0,${clock(index)},${clock(index + 1)},Caption,,0,0,0,,${sizeFor(caption.lines, look)}${textOf(caption.lines, names)}`)
  return [...head(look), ...lines, ''].join('\n')
}

/** Where captions stand, with room for a line more than they have: outside of it nothing is drawn. Even numbers. */
export function captionBand(look: CaptionLook): Box {
  const { layout } = look
  const { left, right, bottom } = marginsOf(look)
  const size = usualSize(look)
  const even = (value: number): number => 2 * Math.floor(value / 2)
  const within = (from: number, to: number, most: number): [number, number] => {
    const start = even(Math.min(most - 2, Math.max(0, from)))
    return [start, Math.max(2, even(Math.min(most, to) - start))]
  }
  const [x, width] = within(left - size / 2, layout.width - right + size / 2, layout.width)
  const [y, height] = within(layout.height - bottom - 4.3 * size, layout.height - bottom + size / 2, layout.height)
  return { x, y, width, height }
}

interface Line { prefix: string; words: string }

/** A speaker's name stands in its colour. What one person says is read in one direction, whatever a line of it or the name begins with. */
function textOf(lines: readonly string[], names: NameColours): string {
  const parts = lines.map((line): Line => {
    const prefix = [...names.keys()].find(name => line.startsWith(name)) ?? ''
    return { prefix, words: line.slice(prefix.length) }
  })
  return parts.map((part, index) => lineText(part, directionMark(part, saidWith(parts, index)), names)).join('\\N')
}

function lineText({ prefix, words }: Line, mark: string, names: NameColours): string {
  if (prefix === '') return mark + plain(words)
  return `${mark}{\\c${assColour(lighten(names.get(prefix)!))}}${plain(prefix)}{\\c}${mark} ${plain(words)}`
}

/** All lines of whoever says this one: from one name to the next. */
function saidWith(parts: Line[], index: number): string {
  const from = Math.max(0, parts.findLastIndex(({ prefix }, at) => at <= index && prefix !== ''))
  const next = parts.findIndex(({ prefix }, at) => at > index && prefix !== '')
  return parts.slice(from, next < 0 ? undefined : next).map(({ words }) => words).join(' ')
}

const marks = { rtl: '\u200f', ltr: '\u200e' }

/** The libass default takes a line's first letter; a mark of the other direction before it overrules that. */
function directionMark({ prefix, words }: Line, said: string): string {
  const direction = usualDirection(said)
  return direction === 'rtl' || directionOf(prefix + words) === 'rtl' ? marks[direction] : ''
}

/** By the first letter or by most of them: a Hebrew sentence may begin with an English name, and a short one end with a longer word. */
function usualDirection(text: string): 'ltr' | 'rtl' {
  const letters = text.match(/\p{L}/gu) ?? []
  const isMostly = 2 * letters.filter(letter => directionOf(letter) === 'rtl').length > letters.length
  return isMostly ? 'rtl' : directionOf(text)
}

/** Braces and backslashes begin commands in ASS; a joiner that nobody sees takes their meaning away. Emoji are drawn without colour anyway. */
function plain(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters would end the line or the document
  const clean = text.replace(/[\u0000-\u001f\u007f\u2028\u2029]/g, ' ').replace(/\ufe0f/g, '').trim()
  return clean.replaceAll('\\', '\\\u2060').replaceAll('{', '\\{').replaceAll('}', '\\}')
}

function head(look: CaptionLook): string[] {
  const { width, height } = look.layout
  const { left, right, bottom } = marginsOf(look)
  const size = usualSize(look)
  return [
    '[Script Info]', 'ScriptType: v4.00+', `PlayResX: ${width}`, `PlayResY: ${height}`, 'WrapStyle: 0', 'ScaledBorderAndShadow: yes', 'YCbCr Matrix: TV.709', '',
    '[V4+ Styles]',
    'Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding',
    // Encoding -1: each line by its own reading direction.
    `Style: Caption,${captionFamily},${size},&H00FFFFFF,&H00FFFFFF,${borderOf(look, size)},2,${left},${right},${bottom},-1`, '',
    '[Events]', 'Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text',
  ]
}

/** Colours of outline and box, then how they are drawn, in ASS's order of fields. */
function borderOf({ captionStyle = 'plate' }: CaptionLook, size: number): string {
  const upright = '0,0,0,0,100,100,0,0'
  if (captionStyle === 'outline') return `&H00101010,&H00101010,${upright},1,${(size * 0.1).toFixed(1)},0`
  // Border style 4: one box behind all lines, so wide as the shadow says. On a clear ground ffmpeg takes the box's opacity twice: what
  // is said here is its root.
  return `&H19101010,&H19101010,${upright},4,0,${(size * 0.28).toFixed(1)}`
}

const sizes = { small: 0.8, medium: 1, large: 1.25 }

function usualSize(look: CaptionLook): number {
  return Math.round(Math.min(look.layout.height * 0.05 * sizes[look.captionSize ?? 'medium'], roomIn(look) / usualLine))
}

function roomIn(look: CaptionLook): number {
  const { left, right } = marginsOf(look)
  return look.layout.width - left - right
}

/** A line of wide letters is written smaller, so that it neither breaks once more nor reaches over the bubble. */
function sizeFor(lines: readonly string[], look: CaptionLook): string {
  const widest = Math.max(...lines.map(line => [...line].reduce((sum, letter) => sum + (letterShapes.find(([kind]) => kind.test(letter))?.[1] ?? otherShape), 0)))
  const size = Math.floor(roomIn(look) / widest)
  return size < usualSize(look) ? `{\\fs${size}}` : ''
}

/**
 * In the middle beside the bubble where there is room, else leaning away from it, else above it; a bubble at the top or in the middle is
 * in nobody's way.
 */
function marginsOf({ layout: { width, height, bubble }, captionSize }: CaptionLook): { left: number; right: number; bottom: number } {
  const side = Math.round(width * 0.06)
  const bottom = Math.round(height * 0.06)
  if (!bubble || bubble.box.y + bubble.box.height < height - bottom - height * 0.14) return { left: side, right: side, bottom }
  const isLeft = bubble.corner.endsWith('left')
  const taken = isLeft ? bubble.box.x + bubble.box.width : width - bubble.box.x
  const beside = Math.round(taken + side / 2)
  // On both sides, so that captions do not lean to one; large letters need the room.
  if (2 * beside < width * 0.5 && captionSize !== 'large') return { left: beside, right: beside, bottom }
  if (width - beside - side > width * leastLeaning) return { left: isLeft ? beside : side, right: isLeft ? side : beside, bottom }
  return { left: side, right: side, bottom: Math.round(height - bubble.box.y + height * 0.02) }
}

/** Captions beside a large bubble have at least this share of the width, or stand above it. */
const leastLeaning = 0.62

/** Half way to white: readable on the dark box, and still that speaker's. */
function lighten(colour: string): string {
  const parts = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour)?.slice(1) ?? ['ff', 'ff', 'ff']
  return `#${parts.map(part => Math.round(255 - (255 - Number.parseInt(part, 16)) * 0.45).toString(16).padStart(2, '0')).join('')}`
}

/** ASS writes colours as blue, green, red. */
function assColour(colour: string): string {
  return `&H${colour.slice(5, 7)}${colour.slice(3, 5)}${colour.slice(1, 3)}&`.toUpperCase()
}

function clock(seconds: number): string {
  const pad = (value: number): string => String(value).padStart(2, '0')
  return `${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}.00`
}
