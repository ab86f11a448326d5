import type { SpeakerChange } from './video-style.ts'

type Named = { readonly speaker: string | null }

/** What a speaker of the transcript is called where people see it. */
export function shownName(name: string, speakers: readonly SpeakerChange[] | undefined): string {
  return speakers?.find(change => change.name === name)?.shownAs ?? name
}

/** The same with their speakers as people see them; cues of nobody stay. */
export function withShownNames<T extends Named>(cues: readonly T[], speakers: readonly SpeakerChange[] | undefined): T[] {
  const shown = new Map((speakers ?? []).flatMap(({ name, shownAs }) => shownAs === undefined ? [] : [[name, shownAs]]))
  return cues.map(cue => cue.speaker !== null && shown.has(cue.speaker) ? { ...cue, speaker: shown.get(cue.speaker)! } : cue)
}

/** Has this speaker no bubble? */
export function isHidden(name: string | null, speakers: readonly SpeakerChange[] | undefined): boolean {
  return name !== null && (speakers?.some(change => change.name === name && change.isHidden) ?? false)
}
