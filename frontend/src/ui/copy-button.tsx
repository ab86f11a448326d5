import { createSignal, onCleanup } from 'solid-js'
import { words } from '../words/words.ts'
import { Button } from './button.tsx'
import type { IconName } from './icon.tsx'

/** Copies what `text` gives at the moment of the click, and says so on its face. `name` says more than the label, to those who hear it and in the tooltip. */
export function CopyButton(props: { text: () => string; label: string; name?: string; look?: 'primary' | 'plain' | 'quiet'; size?: 's' | 'm'; icon?: IconName }) {
  const [outcome, setOutcome] = createSignal<'copied' | 'failed' | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  const copy = async (): Promise<void> => {
    setOutcome(await copyText(props.text()) ? 'copied' : 'failed')
    clearTimeout(timer)
    timer = setTimeout(() => setOutcome(null), 2000)
  }
  const label = () => outcome() === null ? props.label : outcome() === 'copied' ? words.common.copied : words.common.copyFailed
  return (
    <>
      <Button look={props.look} size={props.size} icon={outcome() === 'copied' ? 'check' : props.icon ?? 'link'} title={props.name} aria-label={props.name} onClick={() => void copy()}>{label()}</Button>
      <span class="visually-hidden" role="status">{outcome() === null ? '' : label()}</span>
    </>
  )
}

/** The clipboard API needs https or localhost; on a plain http address the old command still works. */
export async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(() => true, () => copyByCommand(text))
  }
  return copyByCommand(text)
}

function copyByCommand(text: string): boolean {
  const area = document.createElement('textarea')
  area.value = text
  area.className = 'visually-hidden'
  document.body.append(area)
  area.select()
  const isCopied = document.execCommand('copy')
  area.remove()
  return isCopied
}
