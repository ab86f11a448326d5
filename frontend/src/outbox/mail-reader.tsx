import type { MailView } from '@f2l/common/contracts/api.ts'
import { A } from '@solidjs/router'
import { createSignal, For, Show } from 'solid-js'
import { dayAndTime } from '../format/date.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { ServerSentence } from '../ui/server-sentence.tsx'
import { locale, words } from '../words/words.ts'
import { mailDocument, splitLinks } from './mail-document.ts'
import styles from './outbox.module.css'

/** A mail as its reader sees it: the HTML in a frame that runs nothing, or its text. */
export function MailReader(props: { mail: MailView }) {
  const [wantsText, setWantsText] = createSignal(false)
  const isText = () => wantsText() || props.mail.html.trim() === ''
  return (
    <article class={styles['mail']} aria-label={props.mail.subject}>
      <header class={styles['mailHead']}>
        <div>
          <h2>{props.mail.subject}</h2>
          <p class={styles['soft']}>{words.outbox.to} {props.mail.to} · {dayAndTime(props.mail.createdAt, locale)}</p>
        </div>
        <Button size="s" look="quiet" aria-pressed={isText()} onClick={() => setWantsText(isIt => !isIt)}>{isText() ? words.outbox.showHtml : words.outbox.showText}</Button>
      </header>
      <Show when={props.mail.reason}>{reason => <Notice tone="warn" title={words.outbox.notSent} action={<A href="/settings/mail">{words.outbox.toMailSettings}</A>}><ServerSentence error={{ code: '', message: reason() }} /></Notice>}</Show>
      <Show when={isText()} fallback={<iframe class={styles['frame']} title={words.outbox.frame(props.mail.subject)} sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc={mailDocument(props.mail.html)} />}>
        <pre class={styles['text']}>
          <For each={splitLinks(props.mail.text)}>{part => <Show when={part.isLink} fallback={part.text}><a href={part.text} rel="external">{part.text}</a></Show>}</For>
        </pre>
      </Show>
    </article>
  )
}
