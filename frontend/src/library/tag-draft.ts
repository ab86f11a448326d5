import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { createSignal, type Accessor } from 'solid-js'
import { countTags, isSameTag } from './library-view.ts'

/** A tag has all of the recordings, some of them, or none. */
export type Held = 'all' | 'some' | 'none'

export interface TagDraft {
  /** Tags to choose from: those in use, and of all others the ones that fit what is typed. */
  offered: (typed: string) => string[]
  held: (tag: string) => Held
  toggle: (tag: string) => void
  /** Gives all a tag; a known one in another spelling is that one. */
  give: (tag: string) => void
  changes: () => { add: string[]; remove: string[] }
}

/** Tags of several recordings while they are being changed. */
export function createTagDraft(recordings: Accessor<RecordingSummary[]>, known: Accessor<string[]>): TagDraft {
  const [wanted, setWanted] = createSignal<ReadonlyMap<string, Held>>(new Map())
  const held = (tag: string): Held => wanted().get(tag) ?? heldBy(recordings(), tag)
  const set = (tag: string, by: Held): void => { setWanted(map => new Map(map).set(tag, by)) }
  const all = (): string[] => distinct([...countTags(recordings()).map(({ tag }) => tag), ...wanted().keys(), ...known()])
  const named = (by: Held): string[] => [...wanted()].filter(([tag, to]) => to === by && heldBy(recordings(), tag) !== by).map(([tag]) => tag)
  return {
    held,
    offered: typed => all().filter(tag => held(tag) !== 'none' || tag.toLowerCase().includes(typed.trim().toLowerCase())),
    toggle: tag => set(tag, held(tag) === 'all' ? 'none' : 'all'),
    give: typed => {
      const tag = typed.trim()
      if (tag !== '') set(all().find(one => isSameTag(one, tag)) ?? tag, 'all')
    },
    changes: () => ({ add: named('all'), remove: named('none') }),
  }
}

function heldBy(recordings: RecordingSummary[], tag: string): Held {
  const holders = recordings.filter(({ tags }) => tags.some(one => isSameTag(one, tag))).length
  return holders === 0 ? 'none' : holders === recordings.length ? 'all' : 'some'
}

function distinct(tags: string[]): string[] {
  return tags.filter((tag, index) => tags.findIndex(one => isSameTag(one, tag)) === index)
}
