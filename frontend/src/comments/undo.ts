import { createSignal, onCleanup, type Accessor } from 'solid-js'

export interface Undoable { label: string; undo: () => void; /** When it can no longer be undone. */ commit: () => void }
export interface Undo {
  offered: Accessor<Undoable | null>
  offer: (undoable: Undoable) => void
  undo: () => void
  withdraw: () => void
}

const offeredMs = 8000

/** One thing at a time can be undone for a few seconds; the next one, or leaving the page, makes it final. */
export function createUndo(): Undo {
  const [offered, setOffered] = createSignal<Undoable | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  const take = (): Undoable | null => {
    clearTimeout(timer)
    const now = offered()
    setOffered(null)
    return now
  }
  const commit = (): void => take()?.commit()
  addEventListener('pagehide', commit)
  onCleanup(() => {
    removeEventListener('pagehide', commit)
    commit()
  })
  return {
    offered,
    offer(undoable) {
      commit()
      setOffered(() => undoable)
      timer = setTimeout(commit, offeredMs)
    },
    undo: () => take()?.undo(),
    withdraw: () => void take(),
  }
}
