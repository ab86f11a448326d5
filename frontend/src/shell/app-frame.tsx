import { A, type RouteSectionProps } from '@solidjs/router'
import { ErrorBoundary, For, Match, Show, Suspense, Switch } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import { LoadFailed, Notice } from '../ui/notice.tsx'
import { Skeleton } from '../ui/spinner.tsx'
import { ToastRegion } from '../ui/toast.tsx'
import { words } from '../words/words.ts'
import { AccountMenu } from './account-menu.tsx'
import styles from './app-frame.module.css'
import { Brand } from './brand.tsx'
import { LanguageChoice } from './language-choice.tsx'
import { LostPage } from './lost-page.tsx'
import { ServerAway } from './server-away.tsx'
import { ServicesProvider, useMe, useServices } from './services.tsx'

/** Header, navigation and banners around every page but the share page. */
export default function AppFrame(props: RouteSectionProps) {
  return (
    <ServicesProvider>
      <a class={styles['skip']} href="#content" rel="external">{words.common.skipToContent}</a>
      <Header />
      <main id="content" class={styles['main']} tabindex="-1">
        <ServerAway />
        <UnverifiedBanner />
        <ErrorBoundary fallback={(error, reset) => <LostPage error={error} onRetry={reset} />}>
          <Suspense fallback={<PageSkeleton />}><WhenKnown>{props.children}</WhenKnown></Suspense>
        </ErrorBoundary>
      </main>
      <GuestFoot />
      <ToastRegion />
    </ServicesProvider>
  )
}

function WhenKnown(props: { children: RouteSectionProps['children'] }) {
  const { visitor, lookAgain } = useServices()
  const failure = () => {
    const now = visitor()
    return now.kind === 'unreachable' ? now : null
  }
  return (
    <Switch fallback={props.children}>
      <Match when={visitor().kind === 'unknown'}><PageSkeleton /></Match>
      <Match when={failure()}>{seen => <LoadFailed error={seen().error} onRetry={() => void lookAgain()} />}</Match>
    </Switch>
  )
}

function PageSkeleton() {
  return (
    <div class={styles['skeleton']} role="status" aria-label={words.common.loading}>
      <Skeleton /><Skeleton kind="block" /><Skeleton kind="block" />
    </div>
  )
}

const places = (): { href: string; label: string; icon: IconName }[] => [
  { href: '/', label: words.nav.library, icon: 'library' },
  { href: '/queue', label: words.nav.queue, icon: 'queue' },
  { href: '/outbox', label: words.nav.outbox, icon: 'mail' },
]

function Header() {
  const me = useMe()
  const { visitor } = useServices()
  return (
    <header class={styles['header']}>
      <div class={styles['bar']}>
        <A href="/" class={styles['home']} end><Brand /></A>
        <Show when={me()}>
          {person => (
            <>
              <nav class={styles['nav']} aria-label={words.nav.main}>
                <For each={places()}>
                  {place => <A href={place.href} end={place.href === '/'} class={styles['place']} activeClass={styles['here'] ?? ''}><Icon name={place.icon} /><span>{place.label}</span></A>}
                </For>
              </nav>
              <AccountMenu me={person()} />
            </>
          )}
        </Show>
        <Show when={visitor().kind === 'guest'}>
          <div class={styles['guest']}>
            <A class={styles['place']} href="/login">{words.account.logIn}</A>
          </div>
        </Show>
      </div>
    </header>
  )
}

/** Members find their language in the settings. */
function GuestFoot() {
  const { visitor } = useServices()
  return <Show when={visitor().kind === 'guest'}><footer class={styles['foot']}><LanguageChoice /></footer></Show>
}

function UnverifiedBanner() {
  const me = useMe()
  const { lookAgain } = useServices()
  const unverified = () => me()?.isVerified === false ? me() : null
  return (
    <Show when={unverified()}>
      {person => (
        <div class={styles['banner']}>
          <Show
            when={person().mailGoesToOutbox}
            fallback={<Notice tone="warn" action={<Button size="s" icon="retry" onClick={() => void lookAgain()}>{words.common.retry}</Button>}>{words.unverified.text(person().email)}</Notice>}
          >
            <Notice tone="warn" action={<A href="/outbox">{words.unverified.toOutbox}</A>}>{words.unverified.outboxText}</Notice>
          </Show>
        </div>
      )}
    </Show>
  )
}
