import type { RecordingEdit } from '@f2l/common/contracts/api.ts'
import { Show } from 'solid-js'
import { ColourChoices } from '../brand/colour-choices.tsx'
import { ChoiceField } from '../ui/choice-field.tsx'
import { CheckField } from '../ui/text-field.tsx'
import type { PanelProps } from './edit-panel.tsx'
import { FramePreview } from './frame-preview.tsx'
import styles from './edit-panel.module.css'
import { words } from '../words/words.ts'

/** How the video looks, with a frame of it as it will be. */
export function LookPanel(props: PanelProps & { isOpen: boolean }) {
  const edit = () => props.draft.edit()
  const change = (part: Partial<RecordingEdit>, about?: string): void => props.draft.change({ ...edit(), ...part }, about)
  const isFramed = () => edit().look === 'framed' || !props.content.hasPicture
  return (
    <div class={styles['fields']}>
      <FramePreview recordingId={props.recordingId} draft={props.draft} at={props.at} isWanted={props.isOpen && !props.isPlaying} hasTitleCard={props.content.titleCardSeconds > 0} />
      <Show when={props.content.hasPicture}>
        <ChoiceField legend={words.editor.look} value={edit().look} choices={words.editor.looks} onChoose={look => change({ look })} />
        <Show when={!isFramed()}><p class={styles['soft']}>{words.editor.plainText}</p></Show>
      </Show>
      <Show when={isFramed()}>
        <BubbleFields edit={edit()} hasPicture={props.content.hasPicture} onChange={change} />
        <ColourChoices style={edit()} onChange={part => change(part, Object.keys(part)[0])} />
      </Show>
      <ChoiceField legend={words.editor.captions} value={edit().captions} choices={words.editor.captionChoices} onChoose={captions => change({ captions })} />
      <Show when={edit().captions === 'burned'}>
        <div class={styles['pair']}>
          <ChoiceField legend={words.editor.captionStyle} value={edit().captionStyle} choices={words.editor.captionStyles} onChoose={captionStyle => change({ captionStyle })} />
          <ChoiceField legend={words.editor.captionSize} value={edit().captionSize} choices={words.editor.sizes} onChoose={captionSize => change({ captionSize })} />
        </div>
      </Show>
      <Show when={props.hasLogo} fallback={<p class={styles['soft']}>{words.editor.noLogo}</p>}>
        <CheckField label={words.editor.logo} isChecked={edit().logo === 'on'} onChange={isOn => change({ logo: isOn ? 'on' : 'off' })} />
      </Show>
    </div>
  )
}

interface FieldsProps { edit: RecordingEdit; onChange: (part: Partial<RecordingEdit>, about?: string) => void }

function BubbleFields(props: FieldsProps & { hasPicture: boolean }) {
  return (
    <>
      <ChoiceField legend={words.editor.bubble} value={props.edit.bubble} choices={words.editor.bubbles} onChoose={bubble => props.onChange({ bubble })} />
      <Show when={props.hasPicture && props.edit.bubble !== 'none'}>
        <div class={styles['pair']}>
          <ChoiceField legend={words.editor.corner} value={props.edit.bubbleCorner} choices={words.editor.corners} onChoose={bubbleCorner => props.onChange({ bubbleCorner })} drawn={corner => <span class={`${styles['corner']} ${styles[corner]}`} />} />
          <ChoiceField legend={words.editor.bubbleSize} value={props.edit.bubbleSize} choices={words.editor.sizes} onChoose={bubbleSize => props.onChange({ bubbleSize })} />
        </div>
      </Show>
    </>
  )
}
