import type { RecordingEdit } from '@f2l/common/contracts/api.ts'
import type { Corner } from '@f2l/common/contracts/video-style.ts'
import { createUniqueId, Show } from 'solid-js'
import { ChoiceField } from '../ui/choice-field.tsx'
import { CheckField } from '../ui/text-field.tsx'
import { editor as words } from '../words/en-editor.ts'
import { backgroundNames, backgroundOf, nameOfBackground, shownColours } from './backgrounds.ts'
import type { PanelProps } from './edit-panel.tsx'
import { FramePreview } from './frame-preview.tsx'
import styles from './edit-panel.module.css'

const corners: readonly Corner[] = ['top-left', 'top-right', 'bottom-left', 'bottom-right']
const sizes = ['small', 'medium', 'large'] as const
const ownAccent = '#4652d6'

/** How the video looks, with a frame of it as it will be. */
export function LookPanel(props: PanelProps & { isOpen: boolean }) {
  const edit = () => props.draft.edit()
  const change = (part: Partial<RecordingEdit>, about?: string): void => props.draft.change({ ...edit(), ...part }, about)
  const isFramed = () => edit().look === 'framed' || !props.content.hasPicture
  return (
    <div class={styles['fields']}>
      <FramePreview recordingId={props.recordingId} draft={props.draft} at={props.at} isWanted={props.isOpen && !props.isPlaying} hasTitleCard={props.content.titleCardSeconds > 0} />
      <Show when={props.content.hasPicture}>
        <ChoiceField label={words.look} value={edit().look} choices={['framed', 'plain']} names={words.looks} onChoose={look => change({ look })} />
        <Show when={!isFramed()}><p class={styles['soft']}>{words.plainText}</p></Show>
      </Show>
      <Show when={isFramed()}>
        <BubbleFields edit={edit()} hasPicture={props.content.hasPicture} onChange={change} />
        <BackgroundFields edit={edit()} onChange={change} />
      </Show>
      <ChoiceField label={words.captions} value={edit().captions} choices={['sidecar', 'burned', 'none']} names={words.captionChoices} onChoose={captions => change({ captions })} />
      <Show when={edit().captions === 'burned'}>
        <div class={styles['pair']}>
          <ChoiceField label={words.captionStyle} value={edit().captionStyle} choices={['plate', 'outline']} names={words.captionStyles} onChoose={captionStyle => change({ captionStyle })} />
          <ChoiceField label={words.captionSize} value={edit().captionSize} choices={sizes} names={words.sizes} onChoose={captionSize => change({ captionSize })} />
        </div>
      </Show>
      <Show when={props.hasLogo} fallback={<p class={styles['soft']}>{words.noLogo}</p>}>
        <CheckField label={words.logo} isChecked={edit().logo === 'on'} onChange={isOn => change({ logo: isOn ? 'on' : 'off' })} />
      </Show>
    </div>
  )
}

interface FieldsProps { edit: RecordingEdit; onChange: (part: Partial<RecordingEdit>, about?: string) => void }

function BubbleFields(props: FieldsProps & { hasPicture: boolean }) {
  return (
    <>
      <ChoiceField label={words.bubble} value={props.edit.bubble} choices={['auto', 'initials', 'none']} names={words.bubbles} onChoose={bubble => props.onChange({ bubble })} />
      <Show when={props.hasPicture && props.edit.bubble !== 'none'}>
        <div class={styles['pair']}>
          <ChoiceField label={words.corner} value={props.edit.bubbleCorner} choices={corners} names={words.corners} onChoose={bubbleCorner => props.onChange({ bubbleCorner })} drawn={corner => <span class={`${styles['corner']} ${styles[corner]}`} />} />
          <ChoiceField label={words.bubbleSize} value={props.edit.bubbleSize} choices={sizes} names={words.sizes} onChoose={bubbleSize => props.onChange({ bubbleSize })} />
        </div>
      </Show>
    </>
  )
}

function BackgroundFields(props: FieldsProps) {
  const name = () => nameOfBackground(props.edit.background)
  const gradient = (one: ReturnType<typeof name>): string => { const { from, to } = shownColours(one, props.edit.background); return `linear-gradient(135deg, ${from}, ${to})` }
  return (
    <>
      <ChoiceField
        label={words.background} value={name()} choices={backgroundNames} names={words.backgrounds} onChoose={chosen => props.onChange({ background: backgroundOf(chosen, props.edit.background) })}
        drawn={one => <span class={`${styles['swatch']} ${one === 'own' ? styles['own'] : ''}`} style={{ background: gradient(one) }} />}
      />
      <Show when={name() === 'own' ? props.edit.background : null}>
        {own => (
          <div class={styles['row']}>
            <ColourField label={words.from} value={own().from} onChange={from => props.onChange({ background: { ...own(), from } }, 'background from')} />
            <ColourField label={words.to} value={own().to} onChange={to => props.onChange({ background: { ...own(), to } }, 'background to')} />
          </div>
        )}
      </Show>
      <div class={styles['row']}>
        <ChoiceField label={words.accent} value={props.edit.accent === null ? 'usual' : 'own'} choices={['usual', 'own']} names={{ usual: words.accentUsual, own: words.accentOwn }} onChoose={chosen => props.onChange({ accent: chosen === 'usual' ? null : props.edit.accent ?? ownAccent })} />
        <Show when={props.edit.accent}>{accent => <ColourField label={words.accentColour} value={accent()} onChange={colour => props.onChange({ accent: colour }, 'accent')} />}</Show>
      </div>
    </>
  )
}

function ColourField(props: { label: string; value: string; onChange: (colour: string) => void }) {
  const id = createUniqueId()
  return (
    <span class={styles['colour']}>
      <label for={id}>{props.label}</label>
      <input id={id} type="color" value={props.value} onInput={event => props.onChange(event.currentTarget.value)} />
    </span>
  )
}
