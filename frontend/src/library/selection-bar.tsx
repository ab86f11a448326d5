import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { createSignal, onCleanup, onMount, Show } from 'solid-js'
import { useServices } from '../shell/services.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { words } from '../words/words.ts'
import { moveToBin } from './bulk-actions.ts'
import styles from './selection-bar.module.css'
import type { Selection } from './selection.ts'
import TagsDialog from './tags-dialog.tsx'

interface SelectionBarProps {
  selection: Selection
  /** All that could be selected. */
  all: RecordingSummary[]
  knownTags: string[]
  onChanged: () => void
}

/** What can be done with those selected. Escape ends selecting, Delete moves them to the bin. */
export default function SelectionBar(props: SelectionBarProps) {
  const { api } = useServices()
  const [isTagging, setIsTagging] = createSignal(false)
  const [isBusy, setIsBusy] = createSignal(false)
  const chosen = () => props.all.filter(({ id }) => props.selection.has(id))
  const bin = async (): Promise<void> => {
    if (isBusy()) return
    setIsBusy(true)
    const only = chosen().length === 1 ? chosen()[0]!.title : null
    // eslint-disable-next-line solid/reactivity -- called once, when that is done
    if (await moveToBin(api, props.selection.ids(), only, () => props.onChanged())) props.selection.clear()
    setIsBusy(false)
  }
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || isTagging() || isElsewhere(event.target)) return
    if (event.key === 'Escape') props.selection.clear()
    if (event.key === 'Delete') void bin()
  }
  onMount(() => document.addEventListener('keydown', onKey))
  onCleanup(() => document.removeEventListener('keydown', onKey))
  return (
    <section data-bottom-bar class={styles['bar']} aria-label={words.selection.bar}>
      <IconButton icon="close" label={words.selection.clear} onClick={() => props.selection.clear()} />
      <strong role="status">{words.selection.count(props.selection.ids().length)}</strong>
      <Show when={props.selection.ids().length < props.all.length}>
        <Button size="s" look="quiet" onClick={() => props.selection.selectAll()}>{words.selection.all(props.all.length)}</Button>
      </Show>
      <span class={styles['actions']}>
        <Button size="s" icon="tag" onClick={() => setIsTagging(true)}>{words.selection.tags}</Button>
        <Button size="s" icon="trash" isBusy={isBusy()} onClick={() => void bin()}>{words.selection.bin}</Button>
      </span>
      <Show when={isTagging()}>
        <TagsDialog isOpen onClose={() => setIsTagging(false)} recordings={chosen()} known={props.knownTags} onChanged={() => props.onChanged()} />
      </Show>
    </section>
  )
}

/** In a field, a menu or a dialog these keys have meanings of their own. */
function isElsewhere(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input:not([type=checkbox]), textarea, select, [role="menu"], [role="dialog"], [role="alertdialog"]') !== null
}
