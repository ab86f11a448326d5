import { createSignal, For, Match, onMount, Switch } from 'solid-js'
import { messageOf } from '../api/api-error.ts'
import { useServices } from '../shell/services.tsx'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { CheckField } from '../ui/text-field.tsx'
import { words } from '../words/words.ts'
import styles from './new-meetings.module.css'

/** The account's own types to choose from. One that was chosen and is no longer there can still be taken out. */
export function MeetingTypes(props: { chosen: string[]; onChange: (chosen: string[]) => void }) {
  const { api } = useServices()
  const said = words.automation.webhook
  const [known, setKnown] = createSignal<string[] | null>(null)
  const [error, setError] = createSignal<unknown>(null)
  const load = async (): Promise<void> => {
    setError(null)
    await api.listMeetingTypes().then(({ items }) => setKnown(items), (thrown: unknown) => setError(thrown))
  }
  onMount(() => void load())
  const offered = () => [...new Set([...known() ?? [], ...props.chosen])]
  const toggle = (type: string, isChosen: boolean): void => props.onChange(offered().filter(one => one === type ? isChosen : props.chosen.includes(one)))
  return (
    <fieldset class={styles['setting']}>
      <legend>{said.types}</legend>
      <For each={offered()}>{type => <CheckField label={type} isChecked={props.chosen.includes(type)} onChange={isChosen => toggle(type, isChosen)} />}</For>
      <Switch fallback={<p class={styles['soft']}>{said.typesHint}</p>}>
        <Match when={error()}>
          {thrown => <Notice tone="warn" action={<Button size="s" icon="retry" onClick={() => void load()}>{words.common.retry}</Button>}>{said.typesFailed} {messageOf(thrown())}</Notice>}
        </Match>
        <Match when={known() === null}><p class={styles['soft']} role="status">{said.typesLoading}</p></Match>
        <Match when={offered().length === 0}><p class={styles['soft']}>{said.noTypes}</p></Match>
      </Switch>
    </fieldset>
  )
}
