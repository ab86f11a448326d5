import type { VideoStyle } from '@f2l/common/contracts/video-style.ts'
import { Show } from 'solid-js'
import { Card } from '../ui/card.tsx'
import { ChoiceField } from '../ui/choice-field.tsx'
import styles from './brand.module.css'
import { ColourChoices } from './colour-choices.tsx'
import { words } from '../words/words.ts'

interface EditorProps { style: VideoStyle; onChange: (part: Partial<VideoStyle>) => void }

/** Everything of a style but the logo. */
export function StyleEditor(props: EditorProps) {
  return (
    <>
      <Card class={styles['fields']}>
        <h2>{words.brand.colours}</h2>
        <ColourChoices style={props.style} onChange={part => props.onChange(part)} />
      </Card>
      <Card class={styles['fields']}>
        <ChoiceField legend={words.brand.look} value={props.style.look} choices={words.brand.lookChoices} hint={words.brand.lookHint} onChoose={look => props.onChange({ look })} />
      </Card>
      <Bubble style={props.style} onChange={part => props.onChange(part)} />
      <Captions style={props.style} onChange={part => props.onChange(part)} />
    </>
  )
}

function Bubble(props: EditorProps) {
  const isPlain = () => props.style.look === 'plain'
  const isOff = () => isPlain() || props.style.bubble === 'none'
  return (
    <Card class={styles['fields']}>
      <h2>{words.brand.bubble}</h2>
      <ChoiceField legend={words.brand.bubbleShows} value={props.style.bubble} choices={words.brand.bubbleChoices} isDisabled={isPlain()} onChoose={bubble => props.onChange({ bubble })} />
      <ChoiceField legend={words.brand.corner} value={props.style.bubbleCorner} choices={words.brand.cornerChoices} isDisabled={isOff()} onChoose={bubbleCorner => props.onChange({ bubbleCorner })} />
      <ChoiceField legend={words.brand.size} value={props.style.bubbleSize} choices={words.brand.sizeChoices} isDisabled={isOff()} onChoose={bubbleSize => props.onChange({ bubbleSize })} />
    </Card>
  )
}

function Captions(props: EditorProps) {
  return (
    <Card class={styles['fields']}>
      <h2>{words.brand.captions}</h2>
      <ChoiceField legend={words.brand.captionsAre} value={props.style.captions} choices={words.brand.captionsChoices} onChoose={captions => props.onChange({ captions })} />
      <Show when={props.style.captions === 'burned'}>
        <ChoiceField legend={words.brand.captionStyle} value={props.style.captionStyle} choices={words.brand.captionStyleChoices} onChoose={captionStyle => props.onChange({ captionStyle })} />
        <ChoiceField legend={words.brand.captionSize} value={props.style.captionSize} choices={words.brand.sizeChoices} onChoose={captionSize => props.onChange({ captionSize })} />
      </Show>
    </Card>
  )
}
