/** A draft with what it was before and, after an undo, what it was later. */
export interface History<T> { past: readonly T[]; now: T; future: readonly T[]; /** What the last change was about. */ about: string | null }

const most = 500

export function historyOf<T>(now: T): History<T> {
  return { past: [], now, future: [], about: null }
}

/** Changes that follow each other and are about the same (letters typed into one field) are undone together. */
export function changed<T>({ past, now, about: before }: History<T>, next: T, about: string | null = null): History<T> {
  const isSame = about !== null && about === before
  return { past: isSame ? past : [...past, now].slice(-most), now: next, future: [], about }
}

export function undone<T>(history: History<T>): History<T> {
  const { past, now, future } = history
  return past.length === 0 ? history : { past: past.slice(0, -1), now: past.at(-1)!, future: [now, ...future], about: null }
}

export function redone<T>(history: History<T>): History<T> {
  const { past, now, future } = history
  return future.length === 0 ? history : { past: [...past, now], now: future[0]!, future: future.slice(1), about: null }
}
