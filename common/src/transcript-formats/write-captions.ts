import type { Chapter } from '../contracts/edit-plan.ts'
import type { Span } from '../contracts/span.ts'
import type { Cue, Transcript } from '../contracts/transcript.ts'
import { formatClock } from './clock.ts'

/** A caption shorter than this cannot be read, and one without length is no valid cue. */
const shortestSeconds = 0.3

/** WebVTT with voice tags; whatever the text holds stays text. */
export function writeVtt(cues: readonly Cue[]): string {
  const blocks = cues.map(cue => {
    const voice = cue.speaker === null ? '' : `<v ${escape(oneLine(cue.speaker))}>`
    return `${times(cue, '.')}\n${voice}${escape(ownLines(cue.text))}`
  })
  return `${['WEBVTT', ...blocks].join('\n\n')}\n`
}

/** SubRip; speakers stand before a colon. */
export function writeSrt(cues: readonly Cue[]): string {
  // SubRip cannot escape anything: an arrow in the text would begin a new cue for some players.
  const textOf = (cue: Cue): string => ownLines(`${cue.speaker === null ? '' : `${oneLine(cue.speaker)}: `}${cue.text}`).replaceAll('-->', '→')
  return cues.map((cue, index) => `${index + 1}\n${times(cue, ',')}\n${textOf(cue)}\n`).join('\n')
}

/** Chapters as WebVTT: each lasts until the next, the last until the end. */
export function writeChaptersVtt(chapters: readonly Chapter[], durationSeconds: number): string {
  const blocks = chapters.map((chapter, index) => {
    const end = chapters[index + 1]?.start ?? durationSeconds
    return `${times({ start: chapter.start, end }, '.')}\n${escape(oneLine(chapter.title))}`
  })
  return `${['WEBVTT', ...blocks].join('\n\n')}\n`
}

/** A storyboard as WebVTT: for each stretch the part of the picture `storyboard.jpg` beside it. */
export function writeStoryboardVtt(tiles: readonly (Span & { x: number; y: number; width: number; height: number })[]): string {
  const blocks = tiles.map(({ x, y, width, height, ...span }) => `${times(span, '.')}\nstoryboard.jpg#xywh=${x},${y},${width},${height}`)
  return `${['WEBVTT', ...blocks].join('\n\n')}\n`
}

/** Our own `transcript.json`; `parseTranscript` reads it back. */
export function writeTranscriptJson(transcript: Transcript): string {
  return `${JSON.stringify(transcript, null, 2)}\n`
}

function times({ start, end }: { start: number; end: number }, separator: '.' | ','): string {
  return `${formatClock(start, separator)} --> ${formatClock(Math.max(end, start + shortestSeconds), separator)}`
}

/** Line breaks stay where the caption was broken for reading; an empty line would end it. */
function ownLines(text: string): string {
  return text.split(/[\r\n\u2028\u2029]+/).map(oneLine).filter(line => line !== '').join('\n')
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
