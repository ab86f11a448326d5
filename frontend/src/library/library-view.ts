import { recordingState, recordingSummary, type RecordingSummary } from '@f2l/common/contracts/api.ts'

export const sorts = ['newest', 'title', 'longest', 'views'] as const
export type Sort = typeof sorts[number]

/** What of the library is shown, and how; it stands in the address, so that a link or a reload shows the same. */
export interface LibraryView {
  q: string
  state: RecordingSummary['state'] | null
  tag: string | null
  source: RecordingSummary['source'] | null
  sort: Sort
}

type Params = Record<string, string | string[] | undefined>

/** The view an address asks for; what it does not know is as if it were not there. */
export function readView(params: Params): LibraryView {
  const one = (name: string): string | undefined => [params[name]].flat()[0]
  return {
    q: (one('q') ?? '').slice(0, 200),
    state: recordingState.safeParse(one('state')).data ?? null,
    tag: one('tag') || null,
    source: recordingSummary.shape.source.safeParse(one('source')).data ?? null,
    sort: sorts.find(sort => sort === one('sort')) ?? 'newest',
  }
}

/** The address's parameters for a view; what is usual is left out (null takes it away). */
export function writeView({ q, state, tag, source, sort }: LibraryView): Record<string, string | null> {
  return { q: q.trim() === '' ? null : q, state, tag, source, sort: sort === 'newest' ? null : sort }
}

export function isFiltered({ state, tag, source }: LibraryView): boolean {
  return state !== null || tag !== null || source !== null
}

/** The recordings that pass the filters, in the order that is asked for. They come newest first. */
export function arrange(recordings: readonly RecordingSummary[], view: LibraryView, locale?: string): RecordingSummary[] {
  const shown = recordings.filter(recording => passes(recording, view))
  const { compare } = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' })
  switch (view.sort) {
    case 'newest': return shown
    case 'title': return shown.sort((a, b) => compare(a.title, b.title))
    case 'longest': return shown.sort((a, b) => secondsOf(b) - secondsOf(a))
    case 'views': return shown.sort((a, b) => b.views - a.views)
  }
}

export function passes(recording: RecordingSummary, { state, tag, source }: LibraryView): boolean {
  return (state === null || recording.state === state) && (source === null || recording.source === source) && (tag === null || recording.tags.some(one => isSameTag(one, tag)))
}

/** Every tag once, with how many recordings have it; in the order of the language. */
export function countTags(recordings: readonly RecordingSummary[], locale?: string): { tag: string; count: number }[] {
  const counts = new Map<string, { tag: string; count: number }>()
  for (const tag of recordings.flatMap(({ tags }) => tags)) {
    const known = counts.get(tag.toLowerCase())
    if (known) known.count += 1
    else counts.set(tag.toLowerCase(), { tag, count: 1 })
  }
  return [...counts.values()].sort((a, b) => a.tag.localeCompare(b.tag, locale))
}

export function isSameTag(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

function secondsOf({ videoSeconds, sourceSeconds }: RecordingSummary): number {
  return videoSeconds ?? sourceSeconds ?? 0
}
