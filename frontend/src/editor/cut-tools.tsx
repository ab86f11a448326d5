import { Show } from 'solid-js'
import { Button, IconButton } from '../ui/button.tsx'
import { words } from '../words/words.ts'
import type { DraftCut } from './draft-cuts.ts'
import { shortLength } from './short-length.ts'
import styles from './transcript-editor.module.css'

/** What lies under the cursor or in the selection. */
export interface ChosenPlace { words: number; seconds: number; /** Of one cut alone. */ cut: DraftCut | null; hasKept: boolean; hasCut: boolean }

/** What can be done with it, close to it. */
export function CutTools(props: { place: ChosenPlace; top: number; left: number; ref: (element: HTMLDivElement) => void; onCut: () => void; onPutBack: () => void; onToggle: () => void; onPlayCut: () => void; onPlay: () => void }) {
  const length = () => shortLength(props.place.seconds)
  // A press must not end what is selected, nor take the focus from the transcript.
  const hold = (event: Event): void => event.preventDefault()
  return (
    <div ref={element => props.ref(element)} class={styles['tools']} role="toolbar" aria-label={words.editor.tools} style={{ top: `${props.top}px`, left: `${props.left}px` }} onPointerDown={event => event.stopPropagation()} onMouseDown={hold}>
      <Show
        when={props.place.cut}
        fallback={(
          <>
            <span class={styles['what']}>{words.editor.chosen(props.place.words, length())}</span>
            <Show when={props.place.hasKept}><Button size="s" look="primary" icon="scissors" onClick={() => props.onCut()}>{words.editor.cut}</Button></Show>
            <Show when={props.place.hasCut}><Button size="s" icon="restore" onClick={() => props.onPutBack()}>{words.editor.putBack}</Button></Show>
          </>
        )}
      >
        {cut => (
          <>
            <span class={styles['what']}>{words.editor.reasons[cut().reason]} · {length()}</span>
            <Button size="s" icon={cut().isBack ? 'scissors' : 'restore'} onClick={() => props.onToggle()}>{cut().isBack ? words.editor.cutAgain : words.editor.putBack}</Button>
            <Button size="s" look="quiet" icon="play" onClick={() => props.onPlayCut()}>{words.editor.playCut}</Button>
          </>
        )}
      </Show>
      <Show when={!props.place.cut || props.place.cut.isBack}><IconButton icon="play" label={words.editor.playHere} onClick={() => props.onPlay()} /></Show>
    </div>
  )
}
