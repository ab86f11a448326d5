import type { SharePage } from '@f2l/common/contracts/api.ts'
import type { RecordingId } from '@f2l/common/contracts/ids.ts'
import type { ShareRulesView } from '@f2l/common/contracts/sharing.ts'
import { createEffect, createMemo, Match, on, Show, Switch, type JSX } from 'solid-js'
import { useServices } from '../shell/services.tsx'
import { Modal } from '../ui/modal.tsx'
import { LoadFailed, Notice } from '../ui/notice.tsx'
import { Skeleton } from '../ui/spinner.tsx'
import { CheckField } from '../ui/text-field.tsx'
import { words } from '../words/words.ts'
import { AudienceSetting } from './audience-setting.tsx'
import { CallToActionSetting, type ButtonDraft } from './call-to-action-setting.tsx'
import { EmbedCode } from './embed-code.tsx'
import { ExpirySetting } from './expiry-setting.tsx'
import { LinkSetting } from './link-setting.tsx'
import { PasswordSetting } from './password-setting.tsx'
import { createSavedRules, type SavedRules } from './saved-rules.ts'
import styles from './sharing.module.css'

interface ShareDialogProps {
  isOpen: boolean
  onClose: () => void
  recordingId: RecordingId
  page: Pick<SharePage, 'title' | 'width' | 'height'>
  draft: ButtonDraft | null
  onDraft: (draft: ButtonDraft | null) => void
}

/** Who may watch a video and what they may do there. Each change is saved as it is made. */
export function ShareDialog(props: ShareDialogProps) {
  const { api } = useServices()
  // A page shows one recording for as long as it stands.
  // eslint-disable-next-line solid/reactivity
  const saved = createSavedRules(api, props.recordingId)
  createEffect(on(() => props.isOpen, isOpen => { if (isOpen) void saved.load() }))
  const status = () => saved.isSaving() ? words.sharing.saving : saved.wasSaved() ? words.sharing.saved : ''
  const isThere = createMemo(() => saved.rules() !== null)
  return (
    <Modal isOpen={props.isOpen} onClose={() => props.onClose()} title={words.sharing.title} status={status()}>
      <Switch fallback={<div role="status" aria-label={words.common.loading}><Skeleton /><Skeleton kind="block" /></div>}>
        <Match when={isThere()}><Settings saved={saved} rules={saved.rules()!} page={props.page} draft={props.draft} onDraft={draft => props.onDraft(draft)} /></Match>
        <Match when={saved.loadError()}>{error => <LoadFailed error={error()} onRetry={() => void saved.load()} />}</Match>
      </Switch>
    </Modal>
  )
}

function Settings(props: Pick<ShareDialogProps, 'page' | 'draft' | 'onDraft'> & { saved: SavedRules; rules: ShareRulesView }) {
  const change: SavedRules['change'] = rules => props.saved.change(rules)
  const isOn = () => props.rules.audience !== 'owner'
  return (
    <div class={styles['settings']}>
      <Show when={props.saved.error()}>{message => <Notice tone="danger">{message()}</Notice>}</Show>
      <LinkSetting token={props.rules.token} renew={() => props.saved.renew()} />
      <AudienceSetting rules={props.rules} change={change} />
      <Show when={isOn()}>
        <PasswordSetting hasPassword={props.rules.hasPassword} change={change} />
        <ExpirySetting expiresAt={props.rules.expiresAt} change={change} />
        <Setting title={words.sharing.viewers}>
          <CheckField label={words.sharing.allowDownload} isChecked={props.rules.allowsDownload} onChange={allowsDownload => void change({ allowsDownload })} />
          <CheckField label={words.sharing.allowComments} isChecked={props.rules.allowsComments} onChange={allowsComments => void change({ allowsComments })} />
        </Setting>
        <CallToActionSetting action={props.rules.callToAction} change={change} draft={props.draft} onDraft={draft => props.onDraft(draft)} />
        <EmbedCode token={props.rules.token} page={props.page} hasPassword={props.rules.hasPassword} />
      </Show>
    </div>
  )
}

function Setting(props: { title: string; children: JSX.Element }) {
  return (
    <fieldset class={styles['setting']}>
      <legend>{props.title}</legend>
      <div class={styles['choices']}>{props.children}</div>
    </fieldset>
  )
}
