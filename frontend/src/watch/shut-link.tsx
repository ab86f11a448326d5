import type { ShutReason } from '@f2l/common/contracts/shut-reasons.ts'
import { Match, Show, Switch } from 'solid-js'
import { leaveAccount } from '../api/open-share-link.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { createForm, Form } from '../ui/form.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import { words } from '../words/words.ts'
import { PasswordForm } from './password-form.tsx'
import styles from './shut-link.module.css'

const icons: Record<ShutReason, IconName> = {
  'share.password_required': 'lock', 'share.sign_in_required': 'user', 'share.not_for_you': 'eyeOff', 'share.expired': 'clock', 'not_found': 'link',
}

/** What stands in the place of a video that does not open for whoever is here, and what they can do. */
export default function ShutLink(props: { reason: ShutReason; token: string; isEmbed?: boolean; onOpened: () => void }) {
  const is = (reason: ShutReason) => props.reason === reason
  const page = () => `/s/${props.token}${location.search}`
  // Only the page itself can lead to a log-in and back, or keep a cookie that the frame around this one forbids.
  const mustLeave = () => props.isEmbed && (is('share.sign_in_required') || is('share.password_required') && !canKeepPass())
  return (
    <section class={`${styles['shut']} ${props.isEmbed ? styles['embedded'] : ''}`}>
      <span class={styles['icon']}><Icon name={icons[props.reason]} size={26} /></span>
      <h1>{words.watch.shutTitles[props.reason]}</h1>
      <p class={styles['text']}>{mustLeave() ? words.shut.onItsPageText : words.shut.texts[props.reason]}</p>
      <Switch>
        <Match when={mustLeave()}><ButtonLink look="primary" icon="external" href={page()} isOutside>{words.shut.onItsPage}</ButtonLink></Match>
        <Match when={is('share.password_required')}><PasswordForm token={props.token} isEmbed={props.isEmbed ?? false} onOpened={() => props.onOpened()} /></Match>
        <Match when={is('share.sign_in_required')}><ButtonLink look="primary" icon="user" href={logInTo(page())}>{words.shut.signIn}</ButtonLink></Match>
        <Match when={is('share.not_for_you')}><Show when={!props.isEmbed}><OtherAccount next={logInTo(page())} /></Show></Match>
      </Switch>
    </section>
  )
}

function OtherAccount(props: { next: string }) {
  const form = createForm(async () => {
    await leaveAccount()
    location.assign(props.next)
  })
  return <Form state={form} class={styles['form']}><Button type="submit" icon="user" isBusy={form.isBusy()}>{words.shut.otherAccount}</Button></Form>
}

function logInTo(page: string): string {
  return `/login?next=${encodeURIComponent(page)}`
}

/** Browsers give a frame on another site's page a jar of cookies over https only. */
function canKeepPass(): boolean {
  if (location.protocol === 'https:' || window.top === window) return true
  const around = location.ancestorOrigins?.[0] ?? document.referrer
  return /^https?:\/\/([^/:]+)/.exec(around)?.[1] === location.hostname
}
