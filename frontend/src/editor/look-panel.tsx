import type { VideoStyle } from '@f2l/common/contracts/video-style.ts'
import { Show } from 'solid-js'
import { ColourChoices } from '../brand/colour-choices.tsx'
import { BubbleFields, CaptionFields, LookField } from '../brand/style-fields.tsx'
import { CheckField } from '../ui/text-field.tsx'
import type { PanelProps } from './edit-panel.tsx'
import { FramePreview } from './frame-preview.tsx'
import styles from './edit-panel.module.css'
import { words } from '../words/words.ts'

/** How the video looks, with a frame of it as it will be. */
export function LookPanel(props: PanelProps & { isOpen: boolean }) {
  const edit = () => props.draft.edit()
  const change = (part: Partial<VideoStyle>, about?: string): void => props.draft.change({ ...edit(), ...part }, about)
  const hasPicture = () => props.content.hasPicture
  return (
    <div class={styles['fields']}>
      <FramePreview recordingId={props.recordingId} draft={props.draft} at={props.at} isWanted={props.isOpen && !props.isPlaying} hasTitleCard={props.content.titleCardSeconds > 0} />
      <Show when={hasPicture()}><LookField style={edit()} onChange={change} /></Show>
      <ColourChoices style={edit()} onChange={part => change(part, Object.keys(part)[0])} />
      <Show when={props.hasLogo} fallback={<p class={styles['soft']}>{words.editor.noLogo}</p>}>
        <CheckField label={words.editor.logo} isChecked={edit().logo === 'on'} onChange={isOn => change({ logo: isOn ? 'on' : 'off' })} />
      </Show>
      <BubbleFields style={edit()} isDisabled={hasPicture() && edit().look === 'plain'} hasPlace={hasPicture()} onChange={change} />
      <CaptionFields style={edit()} onChange={change} />
    </div>
  )
}
