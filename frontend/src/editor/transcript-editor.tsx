import type { Chapter } from '@f2l/common/contracts/edit-plan.ts'
import type { Cue } from '@f2l/common/contracts/transcript.ts'
import { shownName } from '@f2l/common/contracts/shown-speakers.ts'
import { createEffect, createMemo, createSelector, Index, on, onCleanup, onMount, Show, type Accessor, type JSX } from 'solid-js'
import { stepFrom, type Cursor } from './cursor.ts'
import { CutTools } from './cut-tools.tsx'
import type { DraftCut } from './draft-cuts.ts'
import type { Draft } from './draft.ts'
import { KeyHelp } from './key-help.tsx'
import { createNearBlocks, type NearBlocks } from './near-blocks.ts'
import { stopAtPoint, stopsOfSelection } from './pointed-stop.ts'
import { blockOf, shownBlocks, type Block } from './shown-rows.ts'
import type { SourcePreview } from './source-preview.ts'
import { lastStartedBy, type Transcript } from './stops.ts'
import { createTranscriptActions, type TranscriptActions } from './transcript-actions.ts'
import styles from './transcript-editor.module.css'
import { keyActionOf } from './transcript-keys.ts'
import { TranscriptRow } from './transcript-row.tsx'
import { createToolsPlace, keepInView, rowElement, runOf } from './tools-place.ts'
import { words } from '../words/words.ts'

interface TranscriptEditorProps {
  transcript: Transcript
  sourceSeconds: number
  hasTranscript: boolean
  draft: Draft
  cursor: Cursor
  preview: SourcePreview
  chapters: readonly Chapter[]
  onPlayCut: (cut: DraftCut) => void
}

/** The transcript is the editor: what is chosen here is cut, what is cut here can be put back. */
export function TranscriptEditor(props: TranscriptEditorProps) {
  let box!: HTMLDivElement
  // eslint-disable-next-line solid/reactivity -- draft and cursor stay as long as the page
  const actions = createTranscriptActions({ transcript: () => props.transcript, draft: props.draft, cursor: props.cursor, sourceSeconds: () => props.sourceSeconds })
  // eslint-disable-next-line solid/reactivity
  const tools = createToolsPlace({ box: () => box, cursor: props.cursor, place: actions.place, rowOf: stop => props.transcript.stops[stop]?.row })
  const near = createNearBlocks(() => box)
  createEffect(() => { const row = props.transcript.stops[props.cursor.chosen()?.cursor ?? -1]?.row; if (row !== undefined) near.build(blockOf(row)) })
  onMount(() => listenToSelection(box, () => props.transcript, props.cursor, actions))
  // eslint-disable-next-line solid/reactivity
  followPlay(() => box, () => props.transcript, props.preview, near)
  return (
    <section class={styles['panel']} aria-label={words.editor.transcript}>
      <header class={styles['head']}><h2>{words.editor.transcript}</h2><KeyHelp /></header>
      <Show when={!props.hasTranscript}><p class={styles['note']}>{words.editor.noTranscript}</p></Show>
      <div
        ref={element => { box = element }} class={styles['scroll']} tabindex="0" role="application" aria-roledescription={words.editor.transcriptRole} aria-label={words.editor.transcript} aria-describedby="editor-keys"
        onKeyDown={event => pressKey(event, props, actions, () => box)} onFocus={() => { if (!props.cursor.chosen() && props.transcript.stops.length > 0 && box.matches(':focus-visible')) props.cursor.place(0) }}
        onCopy={event => copyChosen(event, props)}
      >
        <Rows near={near} actions={actions} {...props} />
        <Show when={tools.shown()}>
          {shown => (
            <CutTools
              ref={tools.measure} place={shown().place} top={shown().top} left={shown().left} onCut={() => { actions.cut(); end(box) }} onPutBack={() => { actions.putBack(); end(box) }} onToggle={() => { actions.toggle(); end(box) }}
              onPlayCut={() => props.onPlayCut(shown().place.cut!)} onPlay={() => playFromCursor(props)}
            />
          )}
        </Show>
      </div>
      <p id="editor-keys" class="visually-hidden">{words.editor.keysText}</p>
      <p class="visually-hidden" role="status">{actions.said()}</p>
    </section>
  )
}

/** The browser's own selection has done its work. */
function end(box: HTMLElement): void {
  getSelection()?.removeAllRanges()
  box.focus({ preventScroll: true })
}

interface RowsProps extends TranscriptEditorProps { near: NearBlocks; actions: TranscriptActions }

function Rows(props: RowsProps) {
  const blocks = createMemo<Block[]>(before => shownBlocks(props.transcript, props.actions.states(), props.draft.cuts(), before), [])
  const marks = createMarks(props)
  return (
    <div class={styles['rows']}>
      <Index each={blocks()}>
        {(block, at) => (
          <BlockView block={block()} isBuilt={props.near.isBuilt(at)} onThere={element => props.near.watch(element, at)}>
            <Index each={block()}>
              {row => (
                <TranscriptRow
                  row={row()} chosen={marks.chosenIn(row().index)} speaker={marks.speakerOf(row().index)} chapters={marks.chaptersOf(row().index)} isPlayed={marks.isPlayed(row().index)}
                  onPlay={seconds => props.preview.play(seconds)}
                />
              )}
            </Index>
          </BlockView>
        )}
      </Index>
    </div>
  )
}

/** Far away it is its bare text, so that the browser's own search finds it all the same. */
function BlockView(props: { block: Block; isBuilt: boolean; onThere: (element: Element) => void; children: JSX.Element }) {
  let list!: HTMLOListElement
  onMount(() => props.onThere(list))
  return (
    <ol ref={element => { list = element }} role="list" class={styles['block']} style={{ 'contain-intrinsic-block-size': `auto ${guessedRem(props.block)}rem` }}>
      <Show when={props.isBuilt} fallback={<li class={styles['far']}>{props.block.map(({ cue }) => cue.text).join('\n')}</li>}>{props.children}</Show>
    </ol>
  )
}

const lettersInLine = 58

/** How high a block will be about, before it was ever laid out. */
function guessedRem(block: Block): number {
  return Math.round(block.reduce((sum, { cue }) => sum + 1 + 1.9 * Math.ceil((cue.text.length + 1) / lettersInLine), 0))
}

/** What a row shows beside its words. */
function createMarks(props: RowsProps) {
  const cues = createMemo(() => props.transcript.rows.map(({ cue }) => cue))
  const chosen = () => props.cursor.isNative() ? null : props.cursor.chosen()
  const rowsChosen = createMemo(() => { const now = chosen(); return now && { first: props.transcript.stops[now.from]?.row ?? -1, last: props.transcript.stops[now.to]?.row ?? -1 } })
  const isTouched = createSelector<{ first: number; last: number } | null, number>(rowsChosen, (row, touched) => touched !== null && row >= touched.first && row <= touched.last)
  const played = createMemo(() => props.preview.state.isPlaying || props.preview.state.time > 0 ? lastStartedBy(cues(), props.preview.state.time) : -1)
  const isPlayed = createSelector(played)
  // Kept apart, so that a cut, which changes neither, asks no row for its name or chapters again.
  const speakers = createMemo(() => props.draft.edit().speakers)
  const listed = createMemo(() => props.chapters)
  const chapters = createMemo(() => chaptersOfRows(listed(), cues()))
  return {
    chosenIn: (row: number) => isTouched(row) ? chosen() : null,
    isPlayed,
    chaptersOf: (row: number) => chapters().get(row) ?? none,
    speakerOf: (row: number): string | null => {
      const speaker = cues()[row]?.speaker ?? null
      if (speaker === (cues()[row - 1]?.speaker ?? null)) return null
      return speaker === null ? words.editor.unknownSpeaker : shownName(speaker, speakers())
    },
  }
}

const none: readonly string[] = []

/** Titles by the row at which they begin. */
function chaptersOfRows(chapters: readonly Chapter[], cues: readonly Cue[]): Map<number, string[]> {
  const titles = new Map<number, string[]>()
  for (const { start, title } of chapters) {
    const row = Math.max(0, lastStartedBy(cues, start + 0.01))
    titles.set(row, [...titles.get(row) ?? [], title])
  }
  return titles
}

/** What a mouse or a finger chooses: a click puts the cursor, dragging selects. */
function listenToSelection(box: HTMLElement, transcript: () => Transcript, cursor: Cursor, actions: TranscriptActions): void {
  const read = (): void => {
    const found = stopsOfSelection(box, transcript().stops, getSelection())
    if (found) cursor.select(found.from, found.to)
  }
  const click = (event: MouseEvent): void => {
    const target = event.target as Element
    if (target.closest('button') || !(getSelection()?.isCollapsed ?? true)) return
    const gap = target.closest<HTMLElement>('[data-from][role=img]')
    const stop = gap ? Number(gap.dataset['from']) : target.closest('p') ? stopAtPoint(box, transcript().stops, event.clientX, event.clientY) : null
    if (stop === null) return
    cursor.place(stop, { isPointed: true, isExtending: event.shiftKey })
    box.focus({ preventScroll: true })
    actions.say('')
  }
  const release = (): void => cursor.hold(false)
  const gone = new AbortController()
  document.addEventListener('selectionchange', read, { signal: gone.signal })
  for (const name of ['pointerup', 'pointercancel', 'blur']) window.addEventListener(name, release, { signal: gone.signal })
  box.addEventListener('pointerdown', event => { if (event.pointerType === 'mouse') cursor.hold(true) })
  box.addEventListener('click', click)
  onCleanup(() => gone.abort())
}

function pressKey(event: KeyboardEvent, props: TranscriptEditorProps, actions: TranscriptActions, box: () => HTMLElement): void {
  const action = event.target === box() && !event.isComposing ? keyActionOf(event) : null
  if (action === null || props.transcript.stops.length === 0) return
  event.preventDefault()
  getSelection()?.removeAllRanges()
  const at = props.cursor.chosen()?.cursor ?? null
  if (typeof action === 'object') return move(props, actions, box(), at === null ? 0 : stepFrom(props.transcript.stops, props.transcript.rows, actions.states(), at, action.step), action.isExtending)
  if (action === 'leave') return props.cursor.leave()
  if (action === 'play') return props.preview.state.isPlaying ? props.preview.pause() : playFromCursor(props)
  if (action === 'playCut') return playCut(props, actions)
  actions[action]()
}

function move(props: TranscriptEditorProps, actions: TranscriptActions, box: HTMLElement, to: number, isExtending: boolean): void {
  props.cursor.place(to, { isExtending })
  const { text, row } = props.transcript.stops[to]!
  const cut = props.draft.cuts()[actions.states()[to]!]
  const reason = cut && !cut.isBack ? words.editor.reasons[cut.reason] : null
  actions.say(words.editor.saidWord(text ?? '…', reason))
  keepInView(box, () => runOf(row, to))
}

function playCut(props: TranscriptEditorProps, actions: TranscriptActions): void {
  const cut = actions.place()?.cut
  if (cut) props.onPlayCut(cut)
}

function playFromCursor({ cursor, transcript, preview }: TranscriptEditorProps): void {
  const at = cursor.chosen()
  preview.play(at ? transcript.stops[at.from]!.start : undefined)
}

/** What the keyboard selected is no selection to the browser. */
function copyChosen(event: ClipboardEvent, { cursor, transcript }: TranscriptEditorProps): void {
  const chosen = cursor.chosen()
  if (!chosen || cursor.isNative() || !event.clipboardData) return
  event.clipboardData.setData('text/plain', transcript.stops.slice(chosen.from, chosen.to + 1).flatMap(({ text }) => text ?? []).join(' '))
  event.preventDefault()
}

/** Brings the words that are played into sight, unless a person looks elsewhere. */
function followPlay(box: () => HTMLElement, transcript: Accessor<Transcript>, preview: SourcePreview, near: NearBlocks): void {
  const cues = createMemo(() => transcript().rows.map(({ cue }) => cue))
  const row = createMemo(() => preview.state.isPlaying ? lastStartedBy(cues(), preview.state.time) : -1)
  let lookedAt = 0
  createEffect(on(() => preview.state.isPlaying, isPlaying => {
    if (!isPlaying) return
    const look = (): void => { lookedAt = performance.now() }
    const gone = new AbortController()
    for (const name of ['wheel', 'touchmove', 'keydown']) box().addEventListener(name, look, { signal: gone.signal, passive: true })
    onCleanup(() => gone.abort())
  }))
  createEffect(on(row, index => {
    if (index < 0 || performance.now() - lookedAt <= 4000) return
    near.build(blockOf(index))
    keepInView(box(), () => rowElement(index))
  }))
}
