import type { Cue } from '@f2l/common/contracts/transcript.ts'
import { createMemo, createSignal, type Accessor } from 'solid-js'
import { findCues } from './cues.ts'

export interface TranscriptSearch {
  text: Accessor<string>
  setText: (text: string) => void
  /** Indexes of the cues that hold the words. */
  hits: Accessor<number[]>
  /** Which of the hits is shown, from 0. */
  place: Accessor<number>
  chosenCue: Accessor<number | null>
  /** To the next or previous hit, round and round. */
  step: (by: 1 | -1) => void
}

export function createTranscriptSearch(cues: () => Cue[]): TranscriptSearch {
  const [text, setText] = createSignal('')
  const [place, setPlace] = createSignal(0)
  const hits = createMemo(() => findCues(cues(), text()))
  return {
    text, hits, place,
    setText(value) {
      setPlace(0)
      setText(value)
    },
    chosenCue: () => hits()[place()] ?? null,
    step: by => setPlace(now => hits().length === 0 ? 0 : (now + by + hits().length) % hits().length),
  }
}
