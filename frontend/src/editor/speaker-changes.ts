import type { RecordingEdit } from '@f2l/common/contracts/api.ts'
import type { Cue } from '@f2l/common/contracts/transcript.ts'
import type { SpeakerChange } from '@f2l/common/contracts/video-style.ts'

/** Names as the transcript has them, in the order in which they first speak. */
export function speakersOf(cues: readonly Pick<Cue, 'speaker'>[]): string[] {
  return [...new Set(cues.flatMap(({ speaker }) => speaker ?? []))]
}

export function changeOf(edit: RecordingEdit, name: string): SpeakerChange {
  return edit.speakers.find(speaker => speaker.name === name) ?? { name, isHidden: false }
}

/** What is as in the transcript needs no word. */
export function withSpeaker(edit: RecordingEdit, change: SpeakerChange): RecordingEdit {
  const { name, isHidden } = change
  const shownAs = change.shownAs === undefined || change.shownAs.trim() === '' || change.shownAs === name ? undefined : change.shownAs
  const others = edit.speakers.filter(speaker => speaker.name !== name)
  if (shownAs === undefined && !isHidden) return { ...edit, speakers: others }
  return { ...edit, speakers: [...others, { name, isHidden, ...(shownAs === undefined ? {} : { shownAs }) }].sort((one, other) => one.name < other.name ? -1 : 1) }
}
