import { createSignal, onMount, Show } from 'solid-js'
import { ApiError } from '../api/api-error.ts'
import { shutReasonOf, unlockShareLink } from '../api/open-share-link.ts'
import { readSharePage } from '../api/read-share-page.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { createForm, Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { TextField } from '../ui/text-field.tsx'
import { words } from '../words/words.ts'
import styles from './shut-link.module.css'

/** Asks for the password of a link until it opens. What was typed stays, so that a slip can be mended. */
export function PasswordForm(props: { token: string; isEmbed: boolean; onOpened: () => void }) {
  let field!: HTMLDivElement
  const [password, setPassword] = createSignal('')
  const [wrong, setWrong] = createSignal<string>()
  const [isForgotten, setIsForgotten] = createSignal(false)
  const input = () => field.querySelector('input')!
  // In somebody else's page the reader is reading there.
  onMount(() => { if (!props.isEmbed) input().focus() })
  const missing = () => password() === '' ? words.shut.missingPassword : undefined
  const form = createForm(async () => {
    setWrong(undefined)
    const outcome = await open(props.token, password())
    if (outcome === 'open') return props.onOpened()
    if (outcome === 'forgotten') return void setIsForgotten(true)
    setWrong(outcome.message)
    queueMicrotask(() => input().select())
  }, () => [missing()])
  return (
    <Show when={!isForgotten()} fallback={<Forgotten token={props.token} isEmbed={props.isEmbed} />}>
      <Form state={form} class={styles['form']}>
        <div ref={element => { field = element }}>
          <TextField
            label={words.shut.password} type="password" name="password" autocomplete="off" maxlength="200" required value={password()}
            error={wrong() ?? (form.wasTried() ? missing() : undefined)} onInput={event => { setPassword(event.currentTarget.value); setWrong(undefined) }}
          />
        </div>
        <span class="visually-hidden" role="alert">{wrong() ?? ''}</span>
        <Button type="submit" look="primary" icon="play" isBusy={form.isBusy()}>{words.shut.watch}</Button>
      </Form>
    </Show>
  )
}

/** The right password, but a browser that keeps no cookie here would ask for it again and again. */
function Forgotten(props: { token: string; isEmbed: boolean }) {
  return (
    <div class={styles['form']}>
      <Notice tone="warn">{props.isEmbed ? words.shut.onItsPageText : words.shut.noCookies}</Notice>
      <Show when={props.isEmbed}><ButtonLink look="primary" icon="external" href={`/s/${props.token}${location.search}`} isOutside>{words.shut.onItsPage}</ButtonLink></Show>
    </div>
  )
}

async function open(token: string, password: string): Promise<'open' | 'forgotten' | ApiError> {
  try {
    await unlockShareLink(token, password)
  } catch (error) {
    if (error instanceof ApiError && error.code === 'share.wrong_password') return error
    throw error
  }
  try {
    await readSharePage(token)
  } catch (error) {
    if (shutReasonOf(error) === 'share.password_required') return 'forgotten'
    throw error
  }
  return 'open'
}
