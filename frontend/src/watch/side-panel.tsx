import type { SharePage } from '@f2l/common/contracts/api.ts'
import { createSignal, createUniqueId, For, Show, type JSX } from 'solid-js'
import { words } from '../words/words.ts'
import { ChapterList } from './chapter-list.tsx'
import type { Playback } from './playback.ts'
import styles from './side-panel.module.css'
import { TranscriptPanel, type LineHeat } from './transcript-panel.tsx'
import type { TranscriptSearch } from './transcript-search.ts'

type Tab = 'transcript' | 'chapters'
const tabs: Tab[] = ['transcript', 'chapters']

/** Transcript and chapters beside the video; both follow it. For the owner `heat` tells how much of each line was seen. */
export function SidePanel(props: { page: Pick<SharePage, 'cues' | 'chapters'>; playback: Playback; search: TranscriptSearch } & LineHeat) {
  const [open, setOpen] = createSignal<Tab>('transcript')
  const id = createUniqueId()
  const seek = (seconds: number): void => props.playback.seek(seconds, { andPlay: true })
  return (
    <aside class={styles['side']} aria-label={words.watch.panel}>
      <TabList id={id} open={open()} onOpen={setOpen} />
      <Panel id={id} tab="transcript" isOpen={open() === 'transcript'}>
        <Show when={props.page.cues.length > 0} fallback={<p class={styles['empty']}>{words.watch.noTranscript}</p>}>
          <TranscriptPanel cues={props.page.cues} time={props.playback.state.time} search={props.search} onSeek={seek} heat={props.heat} legend={props.legend} />
        </Show>
      </Panel>
      <Panel id={id} tab="chapters" isOpen={open() === 'chapters'}>
        <Show when={props.page.chapters.length > 0} fallback={<p class={styles['empty']}>{words.watch.noChapters}</p>}>
          <ChapterList chapters={props.page.chapters} time={props.playback.state.time} duration={props.playback.state.duration} onSeek={seek} />
        </Show>
      </Panel>
    </aside>
  )
}

function TabList(props: { id: string; open: Tab; onOpen: (tab: Tab) => void }) {
  let list!: HTMLDivElement
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = tabs[(tabs.indexOf(props.open) + step + tabs.length) % tabs.length]!
    props.onOpen(next)
    list.querySelector<HTMLElement>(`#${CSS.escape(`${props.id}-${next}`)}`)?.focus()
  }
  return (
    <div ref={element => { list = element }} class={styles['tabs']} role="tablist" aria-label={words.watch.panel} onKeyDown={press}>
      <For each={tabs}>
        {tab => (
          <button
            type="button" role="tab" id={`${props.id}-${tab}`} class={styles['tab']} aria-selected={props.open === tab}
            aria-controls={`${props.id}-${tab}-panel`} tabindex={props.open === tab ? 0 : -1} onClick={() => props.onOpen(tab)}
          >
            {words.watch[tab]}
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
