import type { Cue } from './transcript.ts'

/** Is a new speaker talking, so that the name is said? Where nobody has a name, there is none to say. */
export function startsSpeaker(cues: readonly Pick<Cue, 'speaker'>[], index: number): boolean {
  return cues[index]!.speaker !== (cues[index - 1]?.speaker ?? null)
}

/**
 * The transcript as text to copy or keep: a line of time and speaker, then what was said. It is written as
 * Fathom's own copy is, so that what reads one reads the other.
 */
export function transcriptText(cues: readonly Cue[], clock: (seconds: number) => string, unknownSpeaker: string): string {
  const lines = cues.map((cue, index) => index === 0 && cue.speaker === null ? `${clock(cue.start)}\n${cue.text}` : startsSpeaker(cues, index)
    ? `${index === 0 ? '' : '\n'}${clock(cue.start)} - ${cue.speaker ?? unknownSpeaker}\n${cue.text}`
    : cue.text)
  return `${lines.join('\n')}\n`
}
