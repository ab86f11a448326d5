import type { VideoStyle } from '@f2l/common/contracts/video-style.ts'
import { createSignal, onCleanup, type Accessor } from 'solid-js'
import { messageOf } from '../api/api-error.ts'
import { showToast } from '../ui/toast.tsx'

export interface SavedStyle {
  /** As it was chosen, saved or not yet. */
  style: Accessor<VideoStyle>
  state: Accessor<'untouched' | 'saving' | 'saved' | 'failed'>
  error: Accessor<string | null>
  change: (part: Partial<VideoStyle>) => void
  /** Once more, after it failed. */
  retry: () => void
}

/** A colour that is being dragged changes many times a second; the last one counts. */
const gatherMs = 400

/** Saves what is chosen, one after the other, so that an older choice never overtakes a newer one; also when the page is left. */
export function createSavedStyle(first: VideoStyle, save: (style: VideoStyle) => Promise<unknown>): SavedStyle {
  const [style, setStyle] = createSignal(first)
  const [state, setState] = createSignal<'untouched' | 'saving' | 'saved' | 'failed'>('untouched')
  const [error, setError] = createSignal<string | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let isLeft = false
  let line: Promise<void> = Promise.resolve()
  const send = async (): Promise<void> => {
    const sent = style()
    const problem = await save(sent).then(() => null, messageOf)
    // A later choice is on its way, and will tell.
    if (style() !== sent) return
    if (isLeft && problem !== null) showToast(problem, 'danger')
    setError(problem)
    setState(problem === null ? 'saved' : 'failed')
  }
  const flush = (): void => {
    if (timer === undefined) return
    clearTimeout(timer)
    timer = undefined
    line = line.then(send)
  }
  const soon = (): void => {
    setState('saving')
    clearTimeout(timer)
    timer = setTimeout(flush, gatherMs)
  }
  const warn = (event: BeforeUnloadEvent): void => {
    flush()
    if (state() === 'saving' || state() === 'failed') event.preventDefault()
  }
  addEventListener('beforeunload', warn)
  onCleanup(() => {
    isLeft = true
    removeEventListener('beforeunload', warn)
    flush()
  })
  return {
    style, state, error, retry: soon,
    change(part) {
      setStyle(before => ({ ...before, ...part }))
      soon()
    },
  }
}
