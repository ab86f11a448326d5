import type { MailServerView } from '@f2l/common/contracts/mail-server.ts'
import { Match, Show, Switch } from 'solid-js'
import { createLiveQuery } from '../shell/live-query.ts'
import { setPageTitle } from '../shell/page-title.ts'
import { useMe, useServices } from '../shell/services.tsx'
import { LoadFailed, Notice } from '../ui/notice.tsx'
import { Skeleton } from '../ui/spinner.tsx'
import { showToast } from '../ui/toast.tsx'
import { words } from '../words/words.ts'
import settings from '../settings/settings.module.css'
import { createMailServerDraft } from './mail-server-draft.ts'
import { MailServerForm } from './mail-server-form.tsx'
import { MailServerState } from './mail-server-state.tsx'

export default function MailServerPage() {
  setPageTitle(() => words.mailServer.title)
  const { api } = useServices()
  // A mail that came through, or did not, changes what is said of the server.
  const query = createLiveQuery(signal => api.readMailServer(signal), event => event.type === 'mail')
  return (
    <div class={settings['stack']}>
      <div>
        <h1>{words.mailServer.title}</h1>
        <p class={settings['soft']}>{words.mailServer.text}</p>
      </div>
      <Switch fallback={<div role="status" aria-label={words.common.loading}><Skeleton kind="block" /></div>}>
        <Match when={query.data()}>{answer => <MailServer server={answer().server} onChanged={() => query.refetch()} />}</Match>
        <Match when={query.error()}>{error => <LoadFailed error={error()} onRetry={() => void query.refetch()} />}</Match>
      </Switch>
    </div>
  )
}

function MailServer(props: { server: MailServerView | null; onChanged: () => Promise<void> }) {
  const me = useMe()
  const draft = createMailServerDraft(() => props.server)
  const removed = async (): Promise<void> => {
    draft.clear()
    showToast(words.mailServer.removed)
    await props.onChanged()
  }
  return (
    <>
      <Show when={!props.server && me()?.mailGoesToOutbox}><Notice>{words.mailServer.noneHere}</Notice></Show>
      <Show when={props.server}>{server => <MailServerState server={server()} isEdited={draft.isEdited()} onTried={() => props.onChanged()} onRemoved={removed} />}</Show>
      <MailServerForm draft={draft} onSaved={() => props.onChanged()} />
    </>
  )
}
