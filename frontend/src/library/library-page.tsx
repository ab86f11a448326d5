import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { useSearchParams } from '@solidjs/router'
import { createMemo, lazy, Match, Show, Suspense, Switch } from 'solid-js'
import { createLiveQuery } from '../shell/live-query.ts'
import { setPageTitle } from '../shell/page-title.ts'
import { useServices } from '../shell/services.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { LoadFailed } from '../ui/notice.tsx'
import { Skeleton } from '../ui/spinner.tsx'
import { locale, withWords, words } from '../words/words.ts'
import { AddPanel } from './add-panel.tsx'
import { createLibrarySearch, type LibrarySearch } from './library-search.ts'
import { arrange, countTags, isFiltered, passes, readView, writeView, type LibraryView } from './library-view.ts'
import styles from './library.module.css'
import { RecordingGrid } from './recording-grid.tsx'
import { SearchField } from './search-field.tsx'
import { createSelection } from './selection.ts'
import { ViewControls } from './view-controls.tsx'

const FirstRun = lazy(withWords('firstRun', () => import('../first-run/first-run.tsx')))
const SearchResults = lazy(() => import('./search-results.tsx'))
const SelectionBar = lazy(() => import('./selection-bar.tsx'))

export function LibraryPage() {
  setPageTitle(() => words.library.title)
  const { api } = useServices()
  const [params, setParams] = useSearchParams()
  const list = createLiveQuery(signal => api.listRecordings(signal), event => event.type === 'recording' || event.type === 'discussion')
  const items = () => list.data()?.items ?? []
  const view = createMemo(() => readView(params))
  // Typing replaces the address, choosing leaves a way back.
  const change = (part: Partial<LibraryView>): void => setParams(writeView({ ...view(), ...part }), { replace: 'q' in part, scroll: false })
  const search = createLibrarySearch(() => view().q)
  const tags = createMemo(() => countTags(items(), locale))
  return (
    <>
      <AddPanel onAdded={() => void list.refetch()} />
      <div class={styles['head']}>
        <h1>{words.library.title}</h1>
        <Show when={items().length > 0}><span class={styles['count']}>{words.library.count(items().length)}</span></Show>
        <span class={styles['bin']}><ButtonLink size="s" look="quiet" icon="trash" href="/bin">{words.bin.open}</ButtonLink></span>
      </div>
      <Show when={items().length > 0 || view().q !== ''}>
        <div class={styles['tools']}>
          <SearchField value={view().q} onInput={q => change({ q })} />
          <ViewControls view={view()} tags={tags()} onChange={change} />
        </div>
      </Show>
      <Show when={list.error()}>{error => <LoadFailed error={error()} onRetry={() => void list.refetch()} />}</Show>
      <Switch>
        <Match when={list.data() !== undefined && view().q.trim() !== ''}><Found search={search} view={view()} items={items()} onChange={change} /></Match>
        <Match when={items().length > 0}><Shelf items={items()} view={view()} tags={tags().map(({ tag }) => tag)} onChange={change} onChanged={() => void list.refetch()} /></Match>
        <Match when={list.data() !== undefined}>
          <Suspense><FirstRun /></Suspense>
        </Match>
        <Match when={list.isLoading()}>
          <div class={styles['grid']} role="status" aria-label={words.common.loading}><Skeleton kind="picture" /><Skeleton kind="picture" /><Skeleton kind="picture" /></div>
        </Match>
      </Switch>
    </>
  )
}

interface ShelfProps { items: RecordingSummary[]; view: LibraryView; tags: string[]; onChange: (part: Partial<LibraryView>) => void; onChanged: () => void }

/** The recordings that pass the filters, and what is done with several of them. */
function Shelf(props: ShelfProps) {
  const shown = createMemo(() => arrange(props.items, props.view, locale))
  const selection = createSelection(() => shown().map(({ id }) => id))
  return (
    <Show when={shown().length > 0} fallback={<NothingPasses onChange={part => props.onChange(part)} />}>
      <Show when={isFiltered(props.view)}><p class={styles['status']} role="status">{words.libraryView.showing(shown().length, props.items.length)}</p></Show>
      <RecordingGrid recordings={shown()} selection={selection} knownTags={props.tags} viewKey={JSON.stringify(props.view)} onChanged={() => props.onChanged()} />
      <Show when={selection.ids().length > 0}><Suspense><SelectionBar selection={selection} all={shown()} knownTags={props.tags} onChanged={() => props.onChanged()} /></Suspense></Show>
    </Show>
  )
}

function NothingPasses(props: { onChange: (part: Partial<LibraryView>) => void }) {
  const all = { state: null, tag: null, source: null }
  return <EmptyState icon="search" title={words.libraryView.noneTitle} action={<Button onClick={() => props.onChange(all)}>{words.libraryView.clear}</Button>}>{words.libraryView.noneText}</EmptyState>
}

/** What a search found, of the recordings that pass the filters. */
function Found(props: { search: LibrarySearch; view: LibraryView; items: RecordingSummary[]; onChange: (part: Partial<LibraryView>) => void }) {
  const known = createMemo(() => new Map(props.items.map(recording => [recording.id, recording])))
  const found = createMemo(() => props.search.answer()?.items.flatMap(item => {
    const recording = known().get(item.recordingId)
    return recording && passes(recording, props.view) ? [{ recording, found: item }] : []
  }) ?? [])
  const said = () => props.search.isLoading() && props.search.answer() === null ? words.librarySearch.searching : props.search.answer()?.items.length === mostFound ? words.librarySearch.most(mostFound) : words.librarySearch.found(found().length)
  return (
    <Show when={!props.search.error()} fallback={<LoadFailed error={props.search.error()} onRetry={() => props.search.again()} />}>
      <p class={styles['status']} role="status">{said()}</p>
      <Show when={found().length > 0} fallback={(
        <Show when={props.search.answer() && !props.search.isLoading()}>
          <Show when={isFiltered(props.view)} fallback={<EmptyState icon="search" title={words.librarySearch.nothingTitle}>{words.librarySearch.nothingText(props.view.q.trim())}</EmptyState>}>
            <EmptyState icon="search" title={words.librarySearch.nothingTitle} action={<Button onClick={() => props.onChange({ state: null, tag: null, source: null })}>{words.libraryView.clear}</Button>}>{words.librarySearch.filteredText}</EmptyState>
          </Show>
        </Show>
      )}>
        <div aria-busy={props.search.isLoading()} classList={{ [styles['waiting']!]: props.search.isLoading() }}><Suspense><SearchResults items={found()} /></Suspense></div>
      </Show>
    </Show>
  )
}

/** The server answers at most so many recordings. */
const mostFound = 50
