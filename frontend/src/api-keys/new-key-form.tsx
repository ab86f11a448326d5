import type { ApiScope } from '@f2l/common/contracts/api-keys.ts'
import { createSignal, createUniqueId, For, onMount, Show } from 'solid-js'
import { useServices } from '../shell/services.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { createForm, Form } from '../ui/form.tsx'
import { CheckField, SelectField, TextField } from '../ui/text-field.tsx'
import { words } from '../words/words.ts'
import settings from '../settings/settings.module.css'
import styles from './api-keys.module.css'
import type { Made } from './key-example.ts'

type Expiry = string & keyof typeof words.automation.apiKeys.expiries
const offered: ApiScope[] = ['read', 'convert', 'share']
const dayMs = 24 * 3600_000

export function NewKeyForm(props: { onMade: (made: Made) => void; onCancel: () => void }) {
  const { api } = useServices()
  const said = words.automation.apiKeys
  let card!: HTMLDivElement
  onMount(() => card.querySelector('input')?.focus())
  const [name, setName] = createSignal('')
  const [scopes, setScopes] = createSignal<ApiScope[]>(['read'])
  const [expiry, setExpiry] = createSignal<Expiry>('90')
  const nameProblem = () => name().trim() === '' ? said.missingName : undefined
  const scopeProblem = () => scopes().length === 0 ? said.missingScopes : undefined
  const form = createForm(async () => {
    const kept = expiry()
    props.onMade(await api.makeApiKey({ name: name().trim(), scopes: scopes(), expiresAt: kept === 'never' ? null : new Date(Date.now() + Number(kept) * dayMs).toISOString() }))
  }, () => [nameProblem(), scopeProblem()])
  return (
    <div ref={element => { card = element }}>
      <Card>
        <Form state={form} class={styles['form']} label={said.newTitle}>
          <h2>{said.newTitle}</h2>
          <TextField label={said.name} name="key-name" autocomplete="off" maxlength="60" hint={said.nameHint} value={name()} error={form.wasTried() ? nameProblem() : undefined} onInput={event => setName(event.currentTarget.value)} />
          <ScopeChoice chosen={scopes()} problem={form.wasTried() ? scopeProblem() : undefined} onChange={setScopes} />
          <SelectField label={said.expiry} value={expiry()} choices={said.expiries} onChoose={value => setExpiry(value as Expiry)} />
          <div class={settings['actions']}>
            <Button type="submit" look="primary" icon="key" isBusy={form.isBusy()}>{said.make}</Button>
            <Button onClick={() => props.onCancel()}>{words.common.cancel}</Button>
          </div>
        </Form>
      </Card>
    </div>
  )
}

function ScopeChoice(props: { chosen: ApiScope[]; problem: string | undefined; onChange: (scopes: ApiScope[]) => void }) {
  const said = words.automation.apiKeys
  const id = createUniqueId()
  const toggle = (scope: ApiScope, isChosen: boolean): void => props.onChange(offered.filter(one => one === scope ? isChosen : props.chosen.includes(one)))
  return (
    <fieldset class={styles['scopes']} aria-describedby={props.problem ? `${id}-note` : undefined}>
      <legend>{said.scopes}</legend>
      <For each={offered}>
        {scope => (
          <CheckField
            label={<><strong>{said.scopeNames[scope]}</strong> <span class={settings['soft']}>{said.scopeTexts[scope]}</span></>}
            isChecked={props.chosen.includes(scope)} isInvalid={props.problem !== undefined} onChange={isChosen => toggle(scope, isChosen)}
          />
        )}
      </For>
      <Show when={props.problem}>{problem => <p id={`${id}-note`} class={styles['error']}>{problem()}</p>}</Show>
    </fieldset>
  )
}
