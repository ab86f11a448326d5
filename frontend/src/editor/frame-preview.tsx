import { createSignal, Show } from 'solid-js'
import { clock } from '../format/duration.ts'
import { ChoiceField } from '../ui/choice-field.tsx'
import { Spinner } from '../ui/spinner.tsx'
import type { Draft } from './draft.ts'
import { createDrawnFrame } from './drawn-frame.ts'
import styles from './edit-panel.module.css'
import { words } from '../words/words.ts'

/** A frame of the video as the draft would have it, drawn by what draws the video. The last one stays while the next is drawn. */
export function FramePreview(props: { recordingId: string; draft: Draft; at: number; isWanted: boolean; hasTitleCard: boolean }) {
  const [showsCard, setShowsCard] = createSignal(false)
  // eslint-disable-next-line solid/reactivity -- read in effects there
  const frame = createDrawnFrame({ recordingId: props.recordingId, draft: props.draft, at: () => showsCard() ? null : props.at, isWanted: () => props.isWanted })
  return (
    <div class={styles['frame']}>
      <div class={styles['picture']} aria-busy={frame.isDrawing()}>
        <Show when={frame.drawn()} fallback={<span class={styles['soft']}>{frame.isDrawing() ? words.editor.frameDrawing : words.editor.frameNone}</span>}>
          {drawn => <img src={drawn().url} alt={drawn().at === null ? words.editor.frameOfCard : words.editor.frameOf(clock(drawn().at!))} />}
        </Show>
        <Show when={frame.isDrawing()}><span class={styles['drawing']}><Spinner /></span></Show>
      </div>
      <Show when={frame.problem()}>{text => <p class={styles['error']} role="alert">{text()}</p>}</Show>
      <Show when={props.hasTitleCard}>
        <ChoiceField legend={words.editor.frame} value={showsCard() ? 'card' : 'at'} choices={{ at: words.editor.frameAt(clock(props.at)), card: words.editor.frameCard }} onChoose={chosen => setShowsCard(chosen === 'card')} />
      </Show>
    </div>
  )
}
