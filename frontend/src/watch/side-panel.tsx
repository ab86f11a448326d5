import type { SharePage } from '@f2l/common/contracts/api.ts'
import { createEffect, createSignal, on, Show } from 'solid-js'
import { CommentsSlot, type LateComments } from '../comments/late-comments.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { words } from '../words/words.ts'
import { ChapterList } from './chapter-list.tsx'
import type { Playback } from './playback.ts'
import styles from './side-panel.module.css'
import { TranscriptPanel, type LineHeat } from './transcript-panel.tsx'
import type { TranscriptSearch } from './transcript-search.ts'

type Tab = 'transcript' | 'chapters' | 'comments'
type SidePanelProps = { page: Pick<SharePage, 'token' | 'cues' | 'chapters' | 'downloadUrl'>; playback: Playback; search: TranscriptSearch; comments?: LateComments } & LineHeat

/** Beside the video: transcript and chapters, which follow it, and what is said about it. For the owner `heat` tells how much of each line was seen. */
export function SidePanel(props: SidePanelProps) {
  const [chosen, setChosen] = createSignal<Tab>('transcript')
  const tabs = (): Tab[] => props.comments?.isOn() ? ['transcript', 'chapters', 'comments'] : ['transcript', 'chapters']
  const open = () => tabs().includes(chosen()) ? chosen() : 'transcript'
  const choose = (tab: Tab): void => {
    if (tab === 'comments') props.comments?.load()
    setChosen(tab)
  }
  createEffect(on(() => props.comments?.part()?.asked(), asked => { if (asked) setChosen('comments') }))
  const nameOf = (tab: Tab): string => tab === 'comments' ? words.watch.commentsTab(props.comments?.part()?.count() ?? 0) : words.watch[tab]
  const panels = { transcript: () => <Transcript {...props} />, chapters: () => <Chapters {...props} />, comments: () => <CommentsSlot comments={props.comments!} /> }
  return <Tabs isFilling label={words.watch.panel} tabs={tabs()} nameOf={nameOf} open={open()} onOpen={choose} panel={tab => panels[tab]()} />
}

function Transcript(props: SidePanelProps) {
  return (
    <Show when={props.page.cues.length > 0} fallback={<p class={styles['empty']}>{words.watch.noTranscript}</p>}>
      <TranscriptPanel cues={props.page.cues} time={props.playback.state.time} search={props.search} filesOf={props.page.downloadUrl && props.page.token} onSeek={seconds => seek(props, seconds)} heat={props.heat} legend={props.legend} />
    </Show>
  )
}

function Chapters(props: SidePanelProps) {
  return (
    <Show when={props.page.chapters.length > 0} fallback={<p class={styles['empty']}>{words.watch.noChapters}</p>}>
      <ChapterList chapters={props.page.chapters} time={props.playback.state.time} duration={props.playback.state.duration} onSeek={seconds => seek(props, seconds)} />
    </Show>
  )
}

function seek({ playback }: SidePanelProps, seconds: number): void {
  playback.seek(seconds, { andPlay: true })
}
