import { decodeEntities } from '../html-entities.ts'
import type { RawCue } from './cue-ends.ts'
import { liftSpeakerLabels } from './speaker-labels.ts'
import { readTiming } from './timing-line.ts'

/** Cues of a SubRip file. A blank line inside a cue does not end it: only a line with times begins the next. */
export function parseSubRip(text: string): RawCue[] {
  const lines = text.split('\n')
  const starts = lines.flatMap((line, index) => (line.includes('-->') && readTiming(line) !== null ? [index] : []))
  const cues = starts.map((at, index) => {
    const body = lines.slice(at + 1, starts[index + 1] ?? lines.length)
    return { ...readTiming(lines[at]!)!, speaker: null, text: plain(withoutNumber(body, index < starts.length - 1)) }
  })
  return liftSpeakerLabels(cues.filter(cue => cue.text !== ''))
}

/** The number before the next cue's times is no text. */
function withoutNumber(body: string[], hasNext: boolean): string {
  const last = body.findLastIndex(line => line.trim() !== '')
  const isNumber = hasNext && last >= 0 && /^\s*\d+\s*$/.test(body[last]!)
  return body.slice(0, isNumber ? last : body.length).join(' ')
}

function plain(text: string): string {
  return decodeEntities(text.replace(/<\/?(?:i|b|u|s|font)(?:\s[^<>]*)?>|\{\\[^{}]*\}/gi, '')).replace(/\s+/g, ' ').trim()
}
