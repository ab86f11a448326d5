import { personName } from '../fathom/person-name.ts'
import type { RawCue } from './cue-ends.ts'

const label = /^(\p{L}[\p{L}\p{M}\p{N}.'’_ -]{0,59}?)(?: \([^()]{1,60}\))?:\s+(?=\S)/u

/**
 * `Name: text` at the start of a cue names its speaker. One lone label may be an ordinary colon ("Note: …"), so labels
 * count only where one returns, or every cue has one.
 */
export function liftSpeakerLabels(cues: readonly RawCue[]): RawCue[] {
  const counts = new Map<string, number>()
  for (const cue of cues) {
    const name = labelOf(cue)
    if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const isEverywhere = cues.every(cue => cue.speaker !== null || labelOf(cue) !== null)
  return cues.map(cue => {
    const name = labelOf(cue)
    if (name === null || (!isEverywhere && counts.get(name)! < 2)) return cue
    return { ...cue, speaker: personName(name), text: cue.text.replace(label, '') }
  })
}

function labelOf(cue: RawCue): string | null {
  if (cue.speaker !== null) return null
  const name = label.exec(cue.text)?.[1]?.trim()
  return name === undefined || name.split(' ').length > 5 ? null : name
}
