import { useSearchParams } from '@solidjs/router'
import { createSignal, Match, onMount, Switch } from 'solid-js'
import { messageOf } from '../api/api-error.ts'
import { setPageTitle } from '../shell/page-title.ts'
import { useServices } from '../shell/services.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { words } from '../words/words.ts'

export default function VerifyPage() {
  setPageTitle(() => words.account.verifyTitle)
  const { api, lookAgain, visitor } = useServices()
  const [query] = useSearchParams()
  const [outcome, setOutcome] = createSignal<{ error: string | null } | null>(null)
  onMount(async () => {
    const token = query['token']
    if (typeof token !== 'string' || token === '') return setOutcome({ error: words.account.missingToken })
    await api.verifyEmail(token).then(() => setOutcome({ error: null }), (thrown: unknown) => setOutcome({ error: messageOf(thrown) }))
    if (visitor().kind === 'member') await lookAgain()
  })
  return (
    <Switch fallback={<p role="status"><Spinner /> {words.account.verifying}</p>}>
      <Match when={outcome()?.error}>
        {error => <EmptyState level={1} icon="warning" title={words.account.verifyFailedTitle} action={<ButtonLink look="primary" href="/login">{words.account.logIn}</ButtonLink>}>{error()} {words.account.verifyFailedText}</EmptyState>}
      </Match>
      <Match when={outcome()}>
        <EmptyState level={1} icon="check" title={words.account.verifiedTitle} action={<ButtonLink look="primary" href={visitor().kind === 'member' ? '/' : '/login'}>{visitor().kind === 'member' ? words.account.continue : words.account.logIn}</ButtonLink>}>{words.account.verifiedText}</EmptyState>
      </Match>
    </Switch>
  )
}
