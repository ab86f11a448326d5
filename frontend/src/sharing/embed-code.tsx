import type { SharePage } from '@f2l/common/contracts/api.ts'
import { Show } from 'solid-js'
import { CopyButton } from '../ui/copy-button.tsx'
import { words } from '../words/words.ts'
import styles from './sharing.module.css'

const embedWidth = 640

/** What somebody pastes into their own site. */
export function EmbedCode(props: { token: string; page: Pick<SharePage, 'title' | 'width' | 'height'>; hasPassword: boolean }) {
  const height = () => Math.round(embedWidth * props.page.height / props.page.width)
  const code = () => `<iframe src="${location.origin}/s/${props.token}/embed" width="${embedWidth}" height="${height()}" title="${escaped(props.page.title)}" frameborder="0" allow="fullscreen; picture-in-picture" allowfullscreen></iframe>`
  return (
    <details class={styles['more']}>
      {/* As in call-to-action-setting.tsx. */}
      <summary tabindex="0">{words.sharing.embed}</summary>
      <p class={styles['soft']}>{words.sharing.embedHint}</p>
      <textarea class={styles['code']} readonly rows="4" aria-label={words.sharing.embedCode} value={code()} onFocus={event => event.currentTarget.select()} />
      <div><CopyButton size="s" icon="copy" label={words.sharing.copyCode} text={code} /></div>
      <Show when={props.hasPassword && location.protocol !== 'https:'}><p class={styles['soft']}>{words.sharing.embedNeedsHttps}</p></Show>
    </details>
  )
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`)
}
