import type { ApiScope } from '@f2l/common/contracts/api-keys.ts'
import { createSignal, createUniqueId, For, onMount, Show } from 'solid-js'
import { useServices } from '../shell/services.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { createForm, Form } from '../ui/form.tsx'
import { SelectField, TextField } from '../ui/text-field.tsx'
import { automation } from '../words/en-automation.ts'
import { words as common } from '../words/words.ts'
import styles from './api-keys.module.css'
import type { Made } from './key-example.ts'

type Expiry = keyof typeof automation.apiKeys.expiries
const offered: ApiScope[] = ['read', 'convert', 'share']
const dayMs = 24 * 3600_000

export function NewKeyForm(props: { onMade: (made: Made) => void; onCancel: () => void }) {
  const { api } = useServices()
  const words = automation.apiKeys
  let card!: HTMLDivElement
  onMount(() => card.querySelector('input')?.focus())
  const [name, setName] = createSignal('')
  const [scopes, setScopes] = createSignal<ApiScope[]>(['read'])
  const [expiry, setExpiry] = createSignal<Expiry>('90')
  const nameProblem = () => name().trim() === '' ? words.missingName : undefined
  const scopeProblem = () => scopes().length === 0 ? words.missingScopes : undefined
  const form = createForm(async () => {
    const kept = expiry()
    props.onMade(await api.makeApiKey({ name: name().trim(), scopes: scopes(), expiresAt: kept === 'never' ? null : new Date(Date.now() + Number(kept) * dayMs).toISOString() }))
  }, () => [nameProblem(), scopeProblem()])
  return (
    <div ref={element => { card = element }}>
      <Card>
        <Form state={form} class={styles['form']} label={words.newTitle}>
          <h2>{words.newTitle}</h2>
          <TextField label={words.name} name="key-name" autocomplete="off" maxlength="60" hint={words.nameHint} value={name()} error={form.wasTried() ? nameProblem() : undefined} onInput={event => setName(event.currentTarget.value)} />
          <ScopeChoice chosen={scopes()} problem={form.wasTried() ? scopeProblem() : undefined} onChange={setScopes} />
          <SelectField label={words.expiry} value={expiry()} choices={words.expiries} onChoose={value => setExpiry(value as Expiry)} />
          <div class={styles['actions']}>
            <Button type="submit" look="primary" icon="key" isBusy={form.isBusy()}>{words.make}</Button>
            <Button onClick={() => props.onCancel()}>{common.common.cancel}</Button>
          </div>
        </Form>
      </Card>
    </div>
  )
}

function ScopeChoice(props: { chosen: ApiScope[]; problem: string | undefined; onChange: (scopes: ApiScope[]) => void }) {
  const words = automation.apiKeys
  const id = createUniqueId()
  const toggle = (scope: ApiScope, isChosen: boolean): void => props.onChange(offered.filter(one => one === scope ? isChosen : props.chosen.includes(one)))
  return (
    <fieldset class={styles['scopes']} aria-describedby={props.problem ? `${id}-note` : undefined}>
      <legend>{words.scopes}</legend>
      <For each={offered}>
        {scope => (
          <label class={styles['scope']}>
            <input type="checkbox" checked={props.chosen.includes(scope)} aria-invalid={props.problem ? true : undefined} onChange={event => toggle(scope, event.currentTarget.checked)} />
            <span><strong>{words.scopeNames[scope]}</strong> <span class={styles['soft']}>{words.scopeTexts[scope]}</span></span>
          </label>
        )}
      </For>
      <Show when={props.problem}>{problem => <p id={`${id}-note`} class={styles['error']}>{problem()}</p>}</Show>
    </fieldset>
  )
}
