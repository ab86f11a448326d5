import type { MeetingRules, WebhookView } from '@f2l/common/contracts/fathom-webhook.ts'
import { createSignal, Show } from 'solid-js'
import { useServices } from '../shell/services.tsx'
import { Button } from '../ui/button.tsx'
import { createForm, Form } from '../ui/form.tsx'
import { CheckField, TextField } from '../ui/text-field.tsx'
import { showToast } from '../ui/toast.tsx'
import { words } from '../words/words.ts'
import { DomainsField } from './domains-field.tsx'
import { MeetingTypes } from './meeting-types.tsx'
import styles from './new-meetings.module.css'
import { readDomains } from './read-domains.ts'

const mostMinutes = 600

/** What is typed stays typed while Fathom delivers and the rest of the page is read again. */
export function MeetingRulesForm(props: { view: WebhookView; onChanged: () => Promise<void> }) {
  const { api } = useServices()
  const said = words.automation.webhook
  const [draft, setDraft] = createSignal<Partial<MeetingRules>>({})
  const [minutes, setMinutes] = createSignal<string | null>(null)
  const [typed, setTyped] = createSignal('')
  const rules = (): MeetingRules => ({ ...props.view.rules, ...draft() })
  const isChanged = () => Object.keys(draft()).length > 0 || minutes() !== null || typed() !== ''
  const discard = (): void => {
    setDraft({})
    setMinutes(null)
    setTyped('')
  }
  const change = (part: Partial<MeetingRules>): void => { setDraft(now => ({ ...now, ...part })) }
  const minutesProblem = () => minutes() === null || isMinutes(minutes()!) ? undefined : said.notMinutes(mostMinutes)
  const domainsProblem = () => {
    const { rest } = readDomains(typed())
    return rest === '' ? undefined : said.notADomain(rest)
  }
  const form = createForm(async () => {
    const { isConnected } = props.view
    const leastMinutes = minutes() === null ? rules().leastMinutes : Number(minutes())
    const domains = [...new Set([...rules().domains, ...readDomains(typed()).domains])]
    await api.connectWebhook({ ...rules(), domains, leastMinutes, isOn: isConnected ? props.view.rules.isOn : true })
    await props.onChanged()
    discard()
    showToast(isConnected ? said.saved : said.turnedOn)
  }, () => [minutesProblem(), domainsProblem()])
  return (
    <Form state={form} class={styles['form']} label={said.rules}>
      <div>
        <h3>{said.rules}</h3>
        <p class={styles['soft']}>{said.rulesText}</p>
      </div>
      <MeetingTypes chosen={rules().meetingTypes} onChange={meetingTypes => change({ meetingTypes })} />
      <DomainsField domains={rules().domains} onChange={domains => change({ domains })} typed={typed()} onType={setTyped} problem={form.wasTried() ? domainsProblem() : undefined} />
      <CheckField label={said.onlyExternal} isChecked={rules().onlyExternal} onChange={onlyExternal => change({ onlyExternal })} />
      <div class={styles['minutes']}>
        <TextField
          label={said.leastMinutes} name="least-minutes" type="number" inputmode="decimal" min="0" max={mostMinutes} step="any" hint={said.leastMinutesHint}
          value={minutes() ?? String(rules().leastMinutes)} error={minutesProblem()} onInput={event => setMinutes(event.currentTarget.value)}
        />
      </div>
      <div class={styles['actions']}>
        <Show when={props.view.isConnected} fallback={<Button type="submit" look="primary" icon="plug" isBusy={form.isBusy()}>{said.turnOn}</Button>}>
          <Button type="submit" look="primary" isBusy={form.isBusy()} disabled={!isChanged()}>{said.save}</Button>
        </Show>
        <Show when={props.view.isConnected && isChanged()}>
          <Button look="quiet" onClick={discard}>{said.discard}</Button>
          <span class={styles['soft']} role="status">{said.unsaved}</span>
        </Show>
      </div>
    </Form>
  )
}

function isMinutes(typed: string): boolean {
  const value = Number(typed)
  return typed.trim() !== '' && Number.isFinite(value) && value >= 0 && value <= mostMinutes
}
