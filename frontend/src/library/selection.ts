import { createSignal, type Accessor } from 'solid-js'

export interface Selection {
  /** Those chosen that are there still, in the order of the list. */
  ids: Accessor<string[]>
  has: (id: string) => boolean
  /** Chooses one or takes it back; with `isRange` all from the one before up to it become as it will be. */
  toggle: (id: string, isRange: boolean) => void
  selectAll: () => void
  clear: () => void
}

/** Which recordings of a list are chosen. */
export function createSelection(order: Accessor<string[]>): Selection {
  const [chosen, setChosen] = createSignal<ReadonlySet<string>>(new Set())
  const ids = (): string[] => chosen().size === 0 ? [] : order().filter(id => chosen().has(id))
  let anchor: string | null = null
  return {
    ids,
    has: id => chosen().has(id),
    toggle(id, isRange) {
      const reach = isRange ? between(order(), anchor, id) : [id]
      setChosen(before => toggled(before, reach, !before.has(id)))
      anchor = id
    },
    selectAll: () => setChosen(new Set(order())),
    clear: () => { anchor = null; setChosen(new Set<string>()) },
  }
}

/** From one to the other, whichever comes first; without a first one the other alone. */
export function between(order: readonly string[], from: string | null, to: string): string[] {
  const [a, b] = [from === null ? -1 : order.indexOf(from), order.indexOf(to)]
  return a < 0 || b < 0 ? [to] : order.slice(Math.min(a, b), Math.max(a, b) + 1)
}

function toggled(before: ReadonlySet<string>, ids: string[], isChosen: boolean): Set<string> {
  const after = new Set(before)
  for (const id of ids) {
    if (isChosen) after.add(id)
    else after.delete(id)
  }
  return after
}
