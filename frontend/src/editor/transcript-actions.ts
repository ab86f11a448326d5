import { createMemo, createSignal, type Accessor } from 'solid-js'
import { words } from '../words/words.ts'
import type { Cursor } from './cursor.ts'
import type { ChosenPlace } from './cut-tools.tsx'
import { cutOutSpan, putBackSpan, toggleDraftCut, type DraftCut } from './draft-cuts.ts'
import type { Draft } from './draft.ts'
import { shortLength } from './short-length.ts'
import { cutsOfStops, spanOfStops, type Transcript } from './stops.ts'

/** What a person does to the words that are chosen, and what is said about it to who cannot see it. */
export interface TranscriptActions {
  states: Accessor<Int32Array>
  place: Accessor<ChosenPlace | null>
  said: Accessor<string>
  say: (text: string) => void
  cut: () => void
  putBack: () => void
  toggle: () => void
}

export function createTranscriptActions(deps: { transcript: Accessor<Transcript>; draft: Draft; cursor: Cursor; sourceSeconds: Accessor<number> }): TranscriptActions {
  const { transcript, draft, cursor } = deps
  const [said, setSaid] = createSignal('')
  const states = createMemo(() => cutsOfStops(transcript().stops, draft.cuts()))
  const place = createMemo(() => { const chosen = cursor.chosen(); return chosen && placeOf(transcript(), states(), draft.cuts(), chosen) })
  const cutThere = (): DraftCut | null => place()?.cut ?? null
  const act = (work: (from: number, to: number) => string): void => {
    const chosen = cursor.chosen()
    if (!chosen) return
    setSaid(work(chosen.from, chosen.to))
    cursor.place(chosen.from, { isPointed: cursor.isPointed() })
  }
  return {
    states, place, said, say: setSaid,
    cut: () => act((from, to) => {
      if (!place()?.hasKept) return words.editor.saidNothing
      const [told, span] = [place()!, spanOfStops(transcript().stops, from, to, draft.removed())]
      draft.change(cutOutSpan(draft.edit(), span, deps.sourceSeconds()))
      return words.editor.saidCut(told.words, shortLength(span.end - span.start))
    }),
    putBack: () => act((from, to) => {
      draft.change(putBackSpan(draft.edit(), draft.cuts(), spanOfStops(transcript().stops, from, to)))
      return words.editor.saidBack
    }),
    toggle: () => act(() => {
      const cut = cutThere()
      if (!cut) return words.editor.saidNothing
      draft.change(toggleDraftCut(draft.edit(), cut))
      return cut.isBack ? words.editor.saidAgain : words.editor.saidBack
    }),
  }
}

function placeOf({ stops }: Transcript, states: Int32Array, cuts: readonly DraftCut[], { from, to }: { from: number; to: number }): ChosenPlace {
  let [count, hasKept, hasCut] = [0, false, false]
  for (let index = from; index <= to && index < stops.length; index += 1) {
    const isWord = stops[index]!.text !== null
    const state = states[index]!
    if (isWord) count += 1
    if (state >= 0 && !cuts[state]!.isBack) hasCut = true
    else if (isWord || state >= 0) hasKept = true
  }
  // Of a cut of many words somebody may want a part: only who stands on it means all of it.
  const cut = from === to && states[from]! >= 0 ? cuts[states[from]!]! : null
  const span = cut?.span ?? spanOfStops(stops, from, to)
  return { words: count, seconds: Math.max(0, span.end - span.start), cut, hasKept, hasCut }
}
