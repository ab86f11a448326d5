import { callToAction, type CallToAction } from '@f2l/common/contracts/sharing.ts'
import { createUniqueId, Show } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { createForm, Form } from '../ui/form.tsx'
import { TextField } from '../ui/text-field.tsx'
import { CallToActionButton } from '../watch/call-to-action.tsx'
import { words } from '../words/words.ts'
import type { SavedRules } from './saved-rules.ts'
import styles from './sharing.module.css'

/** A button as it is being written. */
export interface ButtonDraft { text: string; url: string; colour: string }
interface SettingProps { action: CallToAction | null; change: SavedRules['change']; draft: ButtonDraft | null; onDraft: (draft: ButtonDraft | null) => void }

const blank: ButtonDraft = { text: '', url: '', colour: '#4652d6' }

export function CallToActionSetting(props: SettingProps) {
  const id = createUniqueId()
  const draft = () => props.draft ?? props.action ?? blank
  const edit = (part: Partial<ButtonDraft>): void => props.onDraft({ ...draft(), ...part })
  const parsed = () => callToAction.safeParse({ ...draft(), url: withScheme(draft().url) })
  const isWrong = (field: keyof ButtonDraft) => parsed().error?.issues.some(issue => issue.path[0] === field) ?? false
  const textProblem = () => isWrong('text') ? words.sharing.missingText : undefined
  const urlProblem = () => isWrong('url') ? words.sharing.notALink : undefined
  const form = createForm(async () => { if (await props.change({ callToAction: parsed().data! })) props.onDraft(null) }, () => [textProblem(), urlProblem()])
  const remove = async (): Promise<void> => { if (await props.change({ callToAction: null })) props.onDraft(null) }
  return (
    <details class={styles['more']} open={props.draft !== null || props.action !== null}>
      {/* The window's own order of Tab knows no summary by itself. */}
      <summary tabindex="0">{words.sharing.callToAction}</summary>
      <p class={styles['soft']}>{words.sharing.callToActionHint}</p>
      <Form state={form} class={styles['form']} label={words.sharing.callToAction}>
        <TextField label={words.sharing.buttonText} placeholder={words.sharing.buttonTextExample} maxlength="60" value={draft().text} error={form.wasTried() ? textProblem() : undefined} onInput={event => edit({ text: event.currentTarget.value })} />
        <TextField label={words.sharing.buttonLink} type="url" inputmode="url" placeholder="https://" maxlength="2048" value={draft().url} error={form.wasTried() ? urlProblem() : undefined} onInput={event => edit({ url: event.currentTarget.value })} />
        <div class={styles['line']}>
          <label class={styles['fieldName']} for={id}>{words.sharing.buttonColour}</label>
          <input id={id} class={styles['colour']} type="color" value={draft().colour} onInput={event => edit({ colour: event.currentTarget.value })} />
          <Show when={parsed().data}>{action => <><span class={styles['soft']}>{words.sharing.preview}</span><CallToActionButton action={action()} /></>}</Show>
        </div>
        <div class={styles['line']}>
          <Button type="submit" look="primary" size="s" disabled={props.draft === null} isBusy={form.isBusy()}>{words.sharing.save}</Button>
          <Show when={props.action}><Button size="s" look="quiet" onClick={() => void remove()}>{words.sharing.removeButton}</Button></Show>
        </div>
      </Form>
    </details>
  )
}

/** People write addresses as they say them. */
function withScheme(url: string): string {
  const typed = url.trim()
  return typed === '' || /^[a-z][a-z0-9+.-]*:/i.test(typed) ? typed : `https://${typed}`
}
