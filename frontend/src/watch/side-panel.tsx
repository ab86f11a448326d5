import type { SharePage } from '@f2l/common/contracts/api.ts'
import { createEffect, createSignal, createUniqueId, For, on, Show, type JSX } from 'solid-js'
import { CommentsSlot, type LateComments } from '../comments/late-comments.tsx'
import { words } from '../words/words.ts'
import { ChapterList } from './chapter-list.tsx'
import type { Playback } from './playback.ts'
import styles from './side-panel.module.css'
import { TranscriptPanel, type LineHeat } from './transcript-panel.tsx'
import type { TranscriptSearch } from './transcript-search.ts'

type Tab = 'transcript' | 'chapters' | 'comments'

/** Beside the video: transcript and chapters, which follow it, and what is said about it. For the owner `heat` tells how much of each line was seen. */
export function SidePanel(props: { page: Pick<SharePage, 'token' | 'cues' | 'chapters' | 'downloadUrl'>; playback: Playback; search: TranscriptSearch; comments?: LateComments } & LineHeat) {
  const [chosen, setChosen] = createSignal<Tab>('transcript')
  const tabs = (): Tab[] => props.comments?.isOn() ? ['transcript', 'chapters', 'comments'] : ['transcript', 'chapters']
  const open = () => tabs().includes(chosen()) ? chosen() : 'transcript'
  const choose = (tab: Tab): void => {
    if (tab === 'comments') props.comments?.load()
    setChosen(tab)
  }
  createEffect(on(() => props.comments?.part()?.asked(), asked => { if (asked) setChosen('comments') }))
  const labelOf = (tab: Tab): string => tab === 'comments' ? words.watch.commentsTab(props.comments?.part()?.count() ?? 0) : words.watch[tab]
  const id = createUniqueId()
  const seek = (seconds: number): void => props.playback.seek(seconds, { andPlay: true })
  return (
    <section class={styles['side']} aria-label={words.watch.panel}>
      <TabList id={id} tabs={tabs()} open={open()} labelOf={labelOf} onOpen={choose} />
      <Panel id={id} tab="transcript" isOpen={open() === 'transcript'}>
        <Show when={props.page.cues.length > 0} fallback={<p class={styles['empty']}>{words.watch.noTranscript}</p>}>
          <TranscriptPanel cues={props.page.cues} time={props.playback.state.time} search={props.search} filesOf={props.page.downloadUrl && props.page.token} onSeek={seek} heat={props.heat} legend={props.legend} />
        </Show>
      </Panel>
      <Panel id={id} tab="chapters" isOpen={open() === 'chapters'}>
        <Show when={props.page.chapters.length > 0} fallback={<p class={styles['empty']}>{words.watch.noChapters}</p>}>
          <ChapterList chapters={props.page.chapters} time={props.playback.state.time} duration={props.playback.state.duration} onSeek={seek} />
        </Show>
      </Panel>
      <Show when={props.comments?.isOn()}>
        <Panel id={id} tab="comments" isOpen={open() === 'comments'}><CommentsSlot comments={props.comments!} /></Panel>
      </Show>
    </section>
  )
}

function TabList(props: { id: string; tabs: Tab[]; open: Tab; labelOf: (tab: Tab) => string; onOpen: (tab: Tab) => void }) {
  let list!: HTMLDivElement
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = props.tabs[(props.tabs.indexOf(props.open) + step + props.tabs.length) % props.tabs.length]!
    props.onOpen(next)
    list.querySelector<HTMLElement>(`#${CSS.escape(`${props.id}-${next}`)}`)?.focus()
  }
  return (
    <div ref={element => { list = element }} class={styles['tabs']} role="tablist" aria-label={words.watch.panel} onKeyDown={press}>
      <For each={props.tabs}>
        {tab => (
          <button
            type="button" role="tab" id={`${props.id}-${tab}`} class={styles['tab']} aria-selected={props.open === tab}
            aria-controls={`${props.id}-${tab}-panel`} tabindex={props.open === tab ? 0 : -1} onClick={() => props.onOpen(tab)}
          >
            {props.labelOf(tab)}
          </button>
        )}
      </For>
    </div>
  )
}

function Panel(props: { id: string; tab: Tab; isOpen: boolean; children: JSX.Element }) {
  return (
    <div id={`${props.id}-${props.tab}-panel`} class={styles['panel']} role="tabpanel" aria-labelledby={`${props.id}-${props.tab}`} hidden={!props.isOpen}>
      {props.children}
    </div>
  )
}
