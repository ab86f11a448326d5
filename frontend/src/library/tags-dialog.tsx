import { mostTags } from '@f2l/common/contracts/library.ts'
import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { createSignal, For, Show } from 'solid-js'
import { messageOf } from '../api/api-error.ts'
import { useServices } from '../shell/services.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Modal } from '../ui/modal.tsx'
import { Notice } from '../ui/notice.tsx'
import { TextField } from '../ui/text-field.tsx'
import { showToast } from '../ui/toast.tsx'
import { words } from '../words/words.ts'
import { notAllDone } from './bulk-actions.ts'
import { createTagDraft, type Held, type TagDraft } from './tag-draft.ts'
import styles from './tags.module.css'

interface TagsDialogProps {
  isOpen: boolean
  onClose: () => void
  /** Whose tags are changed. */
  recordings: RecordingSummary[]
  /** Tags that are in use anywhere, offered to choose from. */
  known: string[]
  onChanged: () => void
}

/** Which tags one recording has, or several have together. */
export default function TagsDialog(props: TagsDialogProps) {
  const title = () => props.recordings.length === 1 ? words.tags.titleOf(props.recordings[0]!.title) : words.tags.titleMany(props.recordings.length)
  return <Modal isOpen={props.isOpen} onClose={() => props.onClose()} title={title()}><TagsForm {...props} /></Modal>
}

function TagsForm(props: TagsDialogProps) {
  const { api } = useServices()
  const draft = createTagDraft(() => props.recordings, () => props.known)
  const [typed, setTyped] = createSignal('')
  const [error, setError] = createSignal<string | null>(null)
  const [isBusy, setIsBusy] = createSignal(false)
  const save = async (): Promise<void> => {
    const { add, remove } = draft.changes()
    if (add.length + remove.length > 0) {
      const answer = await api.bulk({ action: 'tag', ids: props.recordings.map(({ id }) => id), add, remove })
      props.onChanged()
      if (answer.failed.length > 0) throw notAllDone(answer)
      showToast(words.tags.saved(answer.done.length))
    }
    props.onClose()
  }
  const submit = (event: Event): void => {
    event.preventDefault()
    if (typed().trim() !== '') {
      draft.give(typed())
      setTyped('')
      return
    }
    setIsBusy(true)
    setError(null)
    void save().catch((thrown: unknown) => setError(messageOf(thrown))).finally(() => setIsBusy(false))
  }
  return (
    <form class={styles['form']} onSubmit={submit}>
      <TextField label={words.tags.add} hint={words.tags.hint} name="tag" autocomplete="off" maxlength="40" value={typed()} onInput={event => setTyped(event.currentTarget.value)} />
      <Choices draft={draft} typed={typed()} />
      <Show when={error()}>{message => <Notice tone="danger">{message()}</Notice>}</Show>
      <p class={styles['soft']}>{words.tags.most(mostTags)}</p>
      <div class={styles['actions']}>
        <Button onClick={() => props.onClose()}>{words.common.cancel}</Button>
        <Show when={typed().trim() !== ''} fallback={<Button type="submit" look="primary" isBusy={isBusy()}>{words.tags.save}</Button>}>
          <Button type="submit" look="primary">{words.tags.addTyped(typed().trim())}</Button>
        </Show>
      </div>
    </form>
  )
}

const pressed: Record<Held, 'true' | 'mixed' | 'false'> = { all: 'true', some: 'mixed', none: 'false' }

function Choices(props: { draft: TagDraft; typed: string }) {
  const offered = () => props.draft.offered(props.typed)
  return (
    <Show when={offered().length > 0} fallback={<p class={styles['soft']}>{words.tags.none}</p>}>
      <div class={styles['choices']} role="group" aria-label={words.tags.title}>
        <For each={offered()}>
          {tag => (
            <button type="button" class={styles['choice']} aria-pressed={pressed[props.draft.held(tag)]} onClick={() => props.draft.toggle(tag)}>
              <Show when={props.draft.held(tag) === 'all'}><Icon name="check" size={14} /></Show>
              <Show when={props.draft.held(tag) === 'some'}><span aria-hidden="true">–</span></Show>
              {tag}
            </button>
          )}
        </For>
      </div>
    </Show>
  )
}
