import { createSignal, onMount } from 'solid-js'
import { messageOf } from '../api/api-error.ts'
import { useServices } from '../shell/services.tsx'
import { showToast } from '../ui/toast.tsx'
import { words } from '../words/words.ts'
import styles from './recording-title.module.css'

/** The title as a field: Enter or leaving it saves, Escape leaves it as it was. A name that could not be saved stays in the field. */
export function TitleField(props: { id: string; title: string; onDone: () => void; onChanged: () => void }) {
  const { api } = useServices()
  const [isBusy, setIsBusy] = createSignal(false)
  let field!: HTMLInputElement
  let isOver = false
  onMount(() => { field.focus(); field.select() })
  const end = (): void => { isOver = true; props.onDone() }
  const save = async (): Promise<void> => {
    const title = field.value.trim()
    if (isOver || isBusy()) return
    if (title === '' || title === props.title) return end()
    setIsBusy(true)
    try {
      await api.changeRecording(props.id, { title })
      showToast(words.rename.done(title))
      props.onChanged()
      end()
    } catch (thrown) {
      showToast(messageOf(thrown), 'danger')
    }
    setIsBusy(false)
  }
  const onKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return
    if (event.key === 'Enter') { event.preventDefault(); void save() }
    if (event.key === 'Escape') { event.stopPropagation(); end() }
  }
  return (
    <input
      ref={element => { field = element }} class={styles['field']} type="text" value={props.title} maxlength="200" aria-label={words.rename.field(props.title)} aria-busy={isBusy() || undefined}
      readonly={isBusy()} onKeyDown={onKey} onBlur={() => void save()}
    />
  )
}
