import { personName } from '../fathom/person-name.ts'
import { parseClock } from './clock.ts'
import type { RawCue } from './cue-ends.ts'

const clock = String.raw`\(?\[?((?:\d{1,3}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?)\]?\)?`
/** `0:12 - Anna (Acme)`: what Fathom's "copy transcript" gives; the text follows on indented lines. */
const timeDashName = new RegExp(String.raw`^\s*${clock}\s+[-–—]\s+(\S.{0,119})$`)
/** `[00:12] Anna: text` */
const timeNameText = new RegExp(String.raw`^\s*${clock}\s*[-–—]?\s*([^:]{1,80}):\s+(\S.*)$`)
/** `Anna [00:12]: text` and `Anna  0:12` with the text below. */
const nameTime = new RegExp(String.raw`^\s*(\p{L}[^:[\]()]{0,79}?)\s+${clock}\s*:?(?:\s+(.*))?$`, 'u')
/** What Fathom's copy puts between the spoken lines: links to marked moments. */
const aside = /\bWATCH:\s+https?:\/\//

/** Cues of a plain text transcript in which a line with a time and a name begins each turn. Empty where none does. */
export function parseSpeakerLines(text: string): RawCue[] {
  const cues: RawCue[] = []
  for (const line of text.split(/\r?\n/)) {
    const head = readHead(line)
    if (head !== null) cues.push(head)
    else if (line.trim() !== '' && cues.length > 0 && !aside.test(line)) {
      const cue = cues.at(-1)!
      cue.text = `${cue.text} ${line.trim()}`.trim()
    }
  }
  return cues.filter(cue => cue.text !== '')
}

function readHead(line: string): RawCue | null {
  const dashed = timeDashName.exec(line)
  const spoken = timeNameText.exec(line)
  // `0:12 - Anna: hello` fits both; the colon decides.
  if (dashed !== null && spoken === null) return cueAt(dashed[1]!, dashed[2]!, '')
  if (spoken !== null) return cueAt(spoken[1]!, spoken[2]!, spoken[3]!)
  const named = nameTime.exec(line)
  return named === null || named[1]!.split(/\s+/).length > 5 ? null : cueAt(named[2]!, named[1]!, named[3] ?? '')
}

function cueAt(time: string, name: string, text: string): RawCue | null {
  const start = parseClock(time)
  return start === null ? null : { start, end: null, speaker: personName(name.replace(/\s+\([^()]*\)\s*$/, '')), text: text.trim() }
}
