import { personName } from '../fathom/person-name.ts'
import { parseClock } from './clock.ts'
import type { RawCue } from './cue-ends.ts'

const clock = String.raw`\(?\[?(?<time>(?:\d{1,3}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?)\]?\)?`
/** How a turn may begin. A transcript keeps to one of these: mixing them would take spoken times for turns. */
const styles = [
  // `0:12 - Anna (Acme)`: what Fathom's "copy transcript" gives; the text follows on indented lines.
  new RegExp(String.raw`^\s*${clock}\s+[-–—]\s+(?<name>\S[^:]{0,119})$`),
  // `[00:12] Anna: text`
  new RegExp(String.raw`^\s*${clock}\s*[-–—]?\s*(?<name>[^:]{1,80}):\s+(?<text>\S.*)$`),
  // `Anna [00:12]: text`, or `Anna  0:12` with the text below.
  new RegExp(String.raw`^\s*(?<name>\p{L}[^:[\]()]{0,79}?)\s+${clock}\s*:?(?:\s+(?<text>.*))?$`, 'u'),
]
/** What Fathom's copy puts between the spoken lines: links to marked moments. */
const aside = /\bWATCH:\s+https?:\/\//

/** Cues of a plain text transcript in which a line with a time and a name begins each turn. Empty where none does. */
export function parseSpeakerLines(text: string): RawCue[] {
  const lines = text.split(/\r?\n/)
  const candidates = styles.map(style => lines.map(line => readHead(line, style)))
  const heads = candidates.reduce((best, each) => (count(each) > count(best) ? each : best))
  const turns: { head: RawCue; texts: string[] }[] = []
  for (const [index, line] of lines.entries()) {
    const head = heads[index] ?? null
    if (head !== null) turns.push({ head, texts: [head.text] })
    else if (!aside.test(line)) turns.at(-1)?.texts.push(line.trim())
  }
  return turns.map(({ head, texts }) => ({ ...head, text: texts.filter(text => text !== '').join(' ') })).filter(cue => cue.text !== '')
}

function count(heads: readonly (RawCue | null)[]): number {
  return heads.filter(head => head !== null).length
}

function readHead(line: string, style: RegExp): RawCue | null {
  // No turn's first line needs more; endless lines would keep the expression busy.
  const found = line.length > 4000 ? undefined : style.exec(line)?.groups
  const start = found === undefined ? null : parseClock(found['time']!)
  if (found === undefined || start === null || found['name']!.trim().split(/\s+/).length > 8) return null
  return { start, end: null, speaker: personName(found['name']!.replace(/\s+\([^()]*\)\s*$/, '')), text: found['text']?.trim() ?? '' }
}
