import type { VideoStyle } from '@f2l/common/contracts/video-style.ts'
import { createUniqueId, Show, type JSX } from 'solid-js'
import { ChoiceField } from '../ui/choice-field.tsx'
import { words } from '../words/words.ts'
import styles from './style-fields.module.css'

interface FieldsProps { style: VideoStyle; onChange: (part: Partial<VideoStyle>) => void }

export function LookField(props: FieldsProps) {
  return <ChoiceField legend={words.brand.look} value={props.style.look} choices={words.brand.lookChoices} hint={words.brand.lookHint} onChoose={look => props.onChange({ look })} />
}

/** `hasPlace`: false where there is no picture in a corner of which it could stand. */
export function BubbleFields(props: FieldsProps & { isDisabled: boolean; hasPlace: boolean }) {
  const isOff = () => props.isDisabled || props.style.bubble === 'none'
  return (
    <Group name={words.brand.bubble}>
      <ChoiceField legend={words.brand.bubbleShows} value={props.style.bubble} choices={words.brand.bubbleChoices} isDisabled={props.isDisabled} onChoose={bubble => props.onChange({ bubble })} />
      <Show when={props.hasPlace}>
        <div class={styles['pair']}>
          <ChoiceField
            legend={words.brand.corner} value={props.style.bubbleCorner} choices={words.brand.cornerChoices} isDisabled={isOff()} onChoose={bubbleCorner => props.onChange({ bubbleCorner })}
            drawn={corner => <span class={`${styles['corner']} ${styles[corner]}`} />}
          />
          <ChoiceField legend={words.brand.size} value={props.style.bubbleSize} choices={words.brand.sizeChoices} isDisabled={isOff()} onChoose={bubbleSize => props.onChange({ bubbleSize })} />
        </div>
      </Show>
    </Group>
  )
}

export function CaptionFields(props: FieldsProps) {
  return (
    <Group name={words.brand.captions}>
      <ChoiceField legend={words.brand.captionsAre} value={props.style.captions} choices={words.brand.captionsChoices} onChoose={captions => props.onChange({ captions })} />
      <Show when={props.style.captions === 'burned'}>
        <div class={styles['pair']}>
          <ChoiceField legend={words.brand.captionStyle} value={props.style.captionStyle} choices={words.brand.captionStyleChoices} onChoose={captionStyle => props.onChange({ captionStyle })} />
          <ChoiceField legend={words.brand.captionSize} value={props.style.captionSize} choices={words.brand.sizeChoices} onChoose={captionSize => props.onChange({ captionSize })} />
        </div>
      </Show>
    </Group>
  )
}

function Group(props: { name: string; children: JSX.Element }) {
  const id = createUniqueId()
  return (
    <div role="group" aria-labelledby={id} class={styles['group']}>
      <h2 id={id}>{props.name}</h2>
      {props.children}
    </div>
  )
}
