import { startsSpeaker, transcriptText } from '@f2l/common/contracts/transcript-text.ts'
import type { Cue } from '@f2l/common/contracts/transcript.ts'
import { createEffect, createMemo, createSelector, createSignal, For, lazy, on, Show, Suspense, type JSX } from 'solid-js'
import { clock } from '../format/duration.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { words } from '../words/words.ts'
import { CueRow } from './cue-row.tsx'
import { cueIndexAt } from './cues.ts'
import { scrollTo } from './scroll-to.ts'
import { SearchBar } from './search-bar.tsx'
import type { TranscriptSearch } from './transcript-search.ts'
import styles from './transcript.module.css'

const TranscriptFiles = lazy(() => import('./transcript-files.tsx'))

/** How much of each line was seen, 0..1, and what explains it. */
export interface LineHeat { heat?: readonly number[] | undefined; legend?: (() => JSX.Element) | undefined }

/** What was said, in step with the video: click to seek, search, copy; with `filesOf`, the link's token, also to keep. */
export function TranscriptPanel(props: { cues: Cue[]; time: number; search: TranscriptSearch; filesOf?: string | null; onSeek: (seconds: number) => void } & LineHeat) {
  let box!: HTMLDivElement
  const [isFollowing, setIsFollowing] = createSignal(true)
  const current = createMemo(() => cueIndexAt(props.cues, props.time))
  const isCurrent = createSelector(current)
  const isChosenHit = createSelector(() => props.search.chosenCue())
  const show = (index: number): void => scrollTo(box, box.querySelector<HTMLElement>(`[data-cue="${index}"]`))

  createEffect(on(current, index => { if (isFollowing() && index >= 0) show(index) }))
  createEffect(on(() => props.search.chosenCue(), index => {
    if (index === null) return
    setIsFollowing(false)
    show(index)
  }, { defer: true }))
  const seek = (seconds: number): void => {
    setIsFollowing(true)
    props.onSeek(seconds)
  }
  const resume = (): void => {
    setIsFollowing(true)
    show(current())
  }
  return (
    <div class={styles['panel']}>
      <div class={styles['tools']}>
        <SearchBar search={props.search} />
        <CopyButton size="s" look="quiet" icon="copy" label={words.watch.copyTranscript} text={() => transcriptText(props.cues, clock, words.watch.unknownSpeaker)} />
        <Show when={props.filesOf}>{token => <Suspense><TranscriptFiles token={token()} /></Suspense>}</Show>
      </div>
      <Show when={props.heat}>{props.legend?.()}</Show>
      <div ref={element => { box = element }} class={styles['scroll']} onWheel={() => setIsFollowing(false)} onTouchMove={() => setIsFollowing(false)} onKeyDown={event => { if (scrollKeys.has(event.key)) setIsFollowing(false) }}>
        <ol role="list" class={styles['cues']} aria-label={words.watch.transcript}>
          <For each={props.cues}>
            {(cue, index) => (
              <CueRow
                cue={cue} index={index()} saysSpeaker={startsSpeaker(props.cues, index())} isCurrent={isCurrent(index())}
                search={props.search.text()} isChosenHit={isChosenHit(index())} onSeek={seek} heat={props.heat?.[index()]}
              />
            )}
          </For>
        </ol>
      </div>
      <Show when={!isFollowing()}>
        <div class={styles['follow']}><Button size="s" look="primary" icon="down" onClick={resume}>{words.watch.follow}</Button></div>
      </Show>
    </div>
  )
}

const scrollKeys: ReadonlySet<string> = new Set(['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'])
