import { createMemo, For, Show } from 'solid-js'
import { clock } from '../format/duration.ts'
import { words } from '../words/words.ts'
import { areSameRuns, runsOf, type Chosen, type Run } from './row-runs.ts'
import { rowId } from './tools-place.ts'
import { shortLength } from './short-length.ts'
import type { ShownRow } from './shown-rows.ts'
import styles from './transcript-editor.module.css'

interface TranscriptRowProps {
  row: ShownRow
  chosen: Chosen | null
  /** Said where another person begins to speak. */
  speaker: string | null
  /** Titles of the chapters that begin here. */
  chapters: readonly string[]
  isPlayed: boolean
  onPlay: (seconds: number) => void
}

/** One cue as it is edited: words, struck through where they are cut, and between them the cuts without words. */
export function TranscriptRow(props: TranscriptRowProps) {
  const runs = createMemo(() => runsOf(props.row, props.chosen), undefined, { equals: areSameRuns })
  return (
    <li class={`${styles['row']} ${props.isPlayed ? styles['played'] : ''}`} id={rowId(props.row.index)} data-row={props.row.index}>
      <For each={props.chapters}>{title => <span class={styles['chapter']} title={words.editor.chapterHere(title)}>{title}</span>}</For>
      <Show when={props.speaker}>{name => <strong class={styles['speaker']}>{name()}</strong>}</Show>
      <button type="button" class={styles['at']} tabindex="-1" aria-label={words.editor.playFrom(clock(props.row.cue.start))} onClick={() => props.onPlay(props.row.cue.start)}>{clock(props.row.cue.start)}</button>
      <p class={styles['said']}><For each={runs()}>{run => <RunView run={run} />}</For></p>
    </li>
  )
}

function RunView(props: { run: Run }) {
  const cut = () => props.run.cut
  const look = () => `${cut() ? cut()!.isBack ? styles['back'] : `${styles['cut']} ${styles[cut()!.reason] ?? ''}` : ''} ${props.run.isChosen ? styles['chosen'] : ''} ${props.run.isCursor ? styles['cursor'] : ''}`
  const length = () => shortLength(cut()!.span.end - cut()!.span.start)
  return (
    <>
      {props.run.isApart ? ' ' : ''}
      <Show
        when={props.run.text !== null}
        fallback={(
          <span
            class={`${styles['gap']} ${look()}`} data-from={props.run.from} data-to={props.run.to} role="img"
            aria-label={words.editor.gapName(words.editor.reasons[cut()!.reason], length(), cut()!.isBack)} title={words.editor.gapName(words.editor.reasons[cut()!.reason], length(), cut()!.isBack)}
            data-reason={cut()!.reason === 'silence' ? undefined : words.editor.reasons[cut()!.reason]} data-length={length()}
          />
        )}
      >
        <Show when={props.run.isFirst && cut()}>{told => <span class={`${styles['reason']} ${told().isBack ? styles['isBack'] : ''}`} aria-hidden="true" data-reason={told().isBack ? words.editor.takenBack : words.editor.reasons[told().reason]} />}</Show>
        <span class={`${styles['words']} ${look()}`} data-from={props.run.from} data-to={props.run.to}>{props.run.text}</span>
      </Show>
    </>
  )
}
