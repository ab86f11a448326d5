import { decodeEntities } from '../html-entities.ts'
import { personName } from '../fathom/person-name.ts'
import type { RawCue } from './cue-ends.ts'
import { liftSpeakerLabels } from './speaker-labels.ts'
import { readTiming } from './timing-line.ts'

/** Cues of a WebVTT file; who speaks stands in voice tags, or before a colon. */
export function parseWebVtt(text: string): RawCue[] {
  return liftSpeakerLabels(text.split(/\n{2,}/).flatMap(readBlock))
}

function readBlock(block: string): RawCue[] {
  const lines = block.split('\n')
  const at = lines.findIndex(line => line.includes('-->'))
  const times = at < 0 ? null : readTiming(lines[at]!)
  if (times === null) return []
  return voicesOf(lines.slice(at + 1).join(' ')).map(voice => ({ ...times, ...voice })).filter(cue => cue.text !== '')
}

/** One cue may hold several voices: each becomes its own, with the same times. */
function voicesOf(payload: string): { speaker: string | null; text: string }[] {
  const pieces = payload.split(/<v(?:\.[^\s<>]*)?\s([^<>]*)>/)
  const voices = pieces[0]!.trim() === '' && pieces.length > 1 ? [] : [{ speaker: null as string | null, text: plain(pieces[0]!) }]
  for (let index = 1; index < pieces.length; index += 2) {
    voices.push({ speaker: personName(decodeEntities(pieces[index]!)), text: plain(pieces[index + 1] ?? '') })
  }
  return voices
}

/** Only WebVTT's own tags are markup; anything else in angle brackets was meant to be read. */
function plain(text: string): string {
  const bare = text.replace(/<\/?(?:c|i|b|u|v|lang|ruby|rt)(?:[.\s][^<>]*)?>|<\d+:[\d:.]+>/g, '')
  return decodeEntities(bare).replace(/\s+/g, ' ').trim()
}
