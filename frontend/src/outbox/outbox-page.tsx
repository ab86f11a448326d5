import type { MailView } from '@f2l/common/contracts/api.ts'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { ago } from '../format/date.ts'
import { createLiveQuery } from '../shell/live-query.ts'
import { setPageTitle } from '../shell/page-title.ts'
import { useMe, useServices } from '../shell/services.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { LoadFailed } from '../ui/notice.tsx'
import { Skeleton } from '../ui/spinner.tsx'
import { locale, words } from '../words/words.ts'
import { MailReader } from './mail-reader.tsx'
import styles from './outbox.module.css'

export default function OutboxPage() {
  setPageTitle(() => words.outbox.title)
  const { api } = useServices()
  const me = useMe()
  const mails = createLiveQuery(signal => api.listMails(signal), event => event.type === 'mail')
  const [chosenId, setChosenId] = createSignal<string | null>(null)
  const items = () => mails.data()?.items ?? []
  const chosen = () => items().find(mail => mail.id === chosenId()) ?? items()[0]
  return (
    <>
      <h1>{words.outbox.title}</h1>
      <p class={styles['lead']}>{me()?.mailGoesToOutbox && !items().some(mail => mail.delivery === 'smtp' || mail.reason) ? words.outbox.noSmtp : words.outbox.text}</p>
      <Show when={mails.error()}>{error => <LoadFailed error={error()} onRetry={() => void mails.refetch()} />}</Show>
      <Switch>
        <Match when={chosen()}>
          {mail => (
            <div class={styles['columns']}>
              <ul role="list" class={styles['list']} aria-label={words.outbox.listLabel}>
                <For each={items()}>{one => <MailRow mail={one} isChosen={one.id === mail().id} onChoose={() => setChosenId(one.id)} />}</For>
              </ul>
              <MailReader mail={mail()} />
            </div>
          )}
        </Match>
        <Match when={mails.data()}><EmptyState icon="mail" title={words.outbox.emptyTitle}>{words.outbox.emptyText}</EmptyState></Match>
        <Match when={mails.isLoading()}><div role="status" aria-label={words.common.loading}><Skeleton kind="block" /></div></Match>
      </Switch>
    </>
  )
}

function MailRow(props: { mail: MailView; isChosen: boolean; onChoose: () => void }) {
  return (
    <li>
      <button type="button" class={styles['row']} aria-current={props.isChosen ? 'true' : undefined} onClick={() => props.onChoose()}>
        <strong>{props.mail.subject}</strong>
        <span class={styles['soft']}>{words.outbox.delivery[props.mail.delivery]} · {ago(props.mail.createdAt, Date.now(), locale)}</span>
      </button>
    </li>
  )
}
