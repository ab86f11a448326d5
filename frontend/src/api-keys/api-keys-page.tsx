import type { ApiKeyView } from '@f2l/common/contracts/api-keys.ts'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { createLiveQuery } from '../shell/live-query.ts'
import { setPageTitle } from '../shell/page-title.ts'
import { useServices } from '../shell/services.tsx'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { LoadFailed } from '../ui/notice.tsx'
import { Skeleton } from '../ui/spinner.tsx'
import { showToast } from '../ui/toast.tsx'
import { words } from '../words/words.ts'
import { ApiKeyRow } from './api-key-row.tsx'
import settings from '../settings/settings.module.css'
import type { Made } from './key-example.ts'
import { MadeKey } from './made-key.tsx'
import { NewKeyForm } from './new-key-form.tsx'

/** A new key stands on the page, not in a window: nothing that closes a window by accident takes it away. */
export default function ApiKeysPage() {
  setPageTitle(() => words.automation.apiKeys.title)
  const { api } = useServices()
  let heading!: HTMLHeadingElement
  const list = createLiveQuery(signal => api.listApiKeys(signal), () => false)
  const [isMaking, setIsMaking] = createSignal(false)
  const [made, setMade] = createSignal<Made | null>(null)
  const keep = (key: Made): void => {
    setIsMaking(false)
    setMade(key)
    void list.refetch()
  }
  const offerNew = () => <Button look="primary" icon="key" onClick={() => setIsMaking(true)}>{words.automation.apiKeys.new}</Button>
  return (
    <div class={settings['stack']}>
      <div>
        <h1 ref={element => { heading = element }} tabindex="-1">{words.automation.apiKeys.title}</h1>
        <p class={settings['soft']}>{words.automation.apiKeys.text}</p>
        <p class={settings['soft']}>{words.automation.apiKeys.reference}</p>
      </div>
      <Show when={made()} keyed>{key => <MadeKey made={key} onDone={() => { setMade(null); heading.focus() }} />}</Show>
      <Show when={isMaking()}><NewKeyForm onMade={keep} onCancel={() => { setIsMaking(false); heading.focus() }} /></Show>
      <Switch fallback={<div role="status" aria-label={words.common.loading}><Skeleton kind="block" /></div>}>
        <Match when={list.data()}>{shown => (
          <Show when={shown().items.length > 0} fallback={<Show when={!isMaking()}><EmptyState icon="key" title={words.automation.apiKeys.none} action={offerNew()}>{words.automation.apiKeys.noneText}</EmptyState></Show>}>
            <ApiKeyList items={shown().items} onEnded={id => {
              if (made()?.item.id === id) setMade(null)
              return list.refetch()
            }} />
            <Show when={!isMaking() && made() === null}><div>{offerNew()}</div></Show>
          </Show>
        )}</Match>
        <Match when={list.error()}>{error => <LoadFailed error={error()} onRetry={() => void list.refetch()} />}</Match>
      </Switch>
    </div>
  )
}

function ApiKeyList(props: { items: ApiKeyView[]; onEnded: (id: string) => Promise<void> }) {
  const { api } = useServices()
  const [asked, setAsked] = createSignal<ApiKeyView | null>(null)
  const [isAsking, setIsAsking] = createSignal(false)
  const ask = (item: ApiKeyView): void => {
    setAsked(item)
    setIsAsking(true)
  }
  const end = async (): Promise<void> => {
    const { id, name } = asked()!
    await api.endApiKey(id)
    await props.onEnded(id)
    showToast(words.automation.apiKeys.ended(name))
  }
  return (
    <>
      <ul role="list" class={settings['rows']} aria-label={words.automation.apiKeys.listLabel}>
        <For each={props.items}>{item => <ApiKeyRow item={item} onEnd={() => ask(item)} />}</For>
      </ul>
      <ConfirmDialog isOpen={isAsking()} onClose={() => setIsAsking(false)} title={words.automation.apiKeys.endTitle(asked()?.name ?? '')} confirmLabel={words.automation.apiKeys.endNow} onConfirm={end}>
        {words.automation.apiKeys.endText}
      </ConfirmDialog>
    </>
  )
}
