import type { VideoStyle } from '@f2l/common/contracts/video-style.ts'
import { Card } from '../ui/card.tsx'
import styles from './brand.module.css'
import { ColourChoices } from './colour-choices.tsx'
import { BubbleFields, CaptionFields, LookField } from './style-fields.tsx'
import { words } from '../words/words.ts'

/** Everything of a style but the logo. */
export function StyleEditor(props: { style: VideoStyle; onChange: (part: Partial<VideoStyle>) => void }) {
  const change = (part: Partial<VideoStyle>): void => props.onChange(part)
  return (
    <>
      <Card class={styles['fields']}>
        <h2>{words.brand.colours}</h2>
        <ColourChoices style={props.style} onChange={change} />
      </Card>
      <Card class={styles['fields']}><LookField style={props.style} onChange={change} /></Card>
      <Card class={styles['fields']}><BubbleFields style={props.style} isDisabled={props.style.look === 'plain'} hasPlace onChange={change} /></Card>
      <Card class={styles['fields']}><CaptionFields style={props.style} onChange={change} /></Card>
    </>
  )
}
