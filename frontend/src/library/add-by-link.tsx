import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { createSignal } from 'solid-js'
import type { OptionsInput } from '../api/api.ts'
import { useServices } from '../shell/services.tsx'
import { Button } from '../ui/button.tsx'
import { createForm, Form } from '../ui/form.tsx'
import { TextField } from '../ui/text-field.tsx'
import { words } from '../words/words.ts'
import styles from './add-panel.module.css'
import { ConvertOptions } from './convert-options.tsx'

export function AddByLink(props: { onAdded: (added: { recording: RecordingSummary; alreadyThere: boolean }) => void }) {
  const { api } = useServices()
  const [url, setUrl] = createSignal('')
  const [options, setOptions] = createSignal<OptionsInput>({})
  const problem = () => url().trim() === '' ? words.add.missingLink : undefined
  const form = createForm(async () => {
    props.onAdded(await api.addByLink({ url: url().trim(), options: options() }))
    setUrl('')
  }, () => [problem()])
  return (
    <Form state={form} class={styles['stack']} label={words.add.title}>
      <div>
        <div class={styles['row']}>
          <TextField
            label={words.add.linkField} type="url" inputmode="url" name="url" autocomplete="off" maxlength="2048" placeholder={words.add.linkPlaceholder}
            hint={words.add.linkHint} value={url()} error={form.wasTried() ? problem() : undefined} onInput={event => setUrl(event.currentTarget.value)}
          />
          <Button type="submit" look="primary" icon="film" isBusy={form.isBusy()}>{words.add.make}</Button>
        </div>
        <ConvertOptions value={options()} onChange={setOptions} />
      </div>
    </Form>
  )
}
