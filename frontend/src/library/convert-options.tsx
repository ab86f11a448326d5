import type { OptionsInput } from '../api/api.ts'
import { CheckField, SelectField, TextField } from '../ui/text-field.tsx'
import { words } from '../words/words.ts'
import styles from './add-panel.module.css'

/** How the video is made; closed until somebody wants it otherwise. */
export function ConvertOptions(props: { value: OptionsInput; onChange: (value: OptionsInput) => void }) {
  const change = (part: OptionsInput): void => props.onChange({ ...props.value, ...part })
  return (
    <details class={styles['options']}>
      <summary>{words.add.options}</summary>
      <div class={styles['optionGrid']}>
        <div class={styles['wide']}>
          <TextField label={words.add.videoTitle} isOptional hint={words.add.titleHint} maxlength="200" value={props.value.title ?? ''} onInput={event => change({ title: event.currentTarget.value.trim() || undefined })} />
        </div>
        <SelectField label={words.add.captions} value={props.value.captions ?? ''} choices={{ '': words.add.asInBrand, ...words.add.captionsChoices }} onChoose={captions => change({ captions: (captions || undefined) as OptionsInput['captions'] })} />
        <SelectField label={words.add.bubble} value={props.value.bubble ?? ''} choices={{ '': words.add.asInBrand, ...words.add.bubbleChoices }} onChoose={bubble => change({ bubble: (bubble || undefined) as OptionsInput['bubble'] })} />
        <div class={styles['wide']}>
          <CheckField label={words.add.trim} isChecked={props.value.trim !== 'off'} onChange={isOn => change({ trim: isOn ? 'on' : 'off' })} />
        </div>
      </div>
    </details>
  )
}
