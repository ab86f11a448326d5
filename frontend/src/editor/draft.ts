import type { RecordingEdit } from '@f2l/common/contracts/api.ts'
import type { EditorContent } from '@f2l/common/contracts/editor.ts'
import type { Span } from '@f2l/common/contracts/span.ts'
import { createEffect, createMemo, createSignal, on, onCleanup, untrack, type Accessor } from 'solid-js'
import { draftCuts, keptSpans, removedSpans, withSameCuts, type CutBase, type DraftCut } from './draft-cuts.ts'
import { changedEdit, isChanged, rebased, type ChangedEdit } from './edit-changes.ts'
import { changed, historyOf, redone, undone } from './history.ts'
import { keepDraft, readKeptDraft, type KeptDraft } from './kept-draft.ts'

/** What a person wants otherwise, and has not saved yet. */
export interface Draft {
  edit: Accessor<RecordingEdit>
  saved: Accessor<RecordingEdit>
  /** What differs from what is saved: all that saving would send. */
  changes: Accessor<ChangedEdit>
  isChanged: Accessor<boolean>
  /** `about`: changes that follow each other about the same are undone together. */
  change: (next: RecordingEdit, about?: string) => void
  undo: () => void
  redo: () => void
  canUndo: Accessor<boolean>
  canRedo: Accessor<boolean>
  discard: () => void
  /** What this page had saved, while the server is asked for it: what is typed meanwhile is no quarrel with it. */
  wasSent: (edit: RecordingEdit | null) => void
  /** What is planned: the cuts of the video as it is, or of another length once they were told. */
  base: Accessor<CutBase>
  /** The cuts of another length. */
  wasPlanned: (base: CutBase) => void
  /** A cut stays the same object as long as nothing of it changes. */
  cuts: Accessor<DraftCut[]>
  removed: Accessor<Span[]>
  kept: Accessor<Span[]>
  news: Accessor<KeptDraft['news']>
  readNews: () => void
}

const keepAfterMs = 300

/** `saved`: as the server has it; where it changes, also from elsewhere, the draft goes on from there. */
export function createDraft(recordingId: string, saved: Accessor<RecordingEdit>, content: Accessor<EditorContent>): Draft {
  const first = untrack(() => readKeptDraft(recordingId, saved()))
  const [history, setHistory] = createSignal(historyOf(first.edit))
  const [news, setNews] = createSignal(first.news)
  const edit = createMemo(() => history().now)
  let since = untrack(saved)
  let sent: RecordingEdit | null = null
  createEffect(on(saved, now => {
    const own = sent !== null
    const { edit: next, lost } = rebased(edit(), sent ?? since, now)
    if (!own && lost.length > 0) setNews('partly')
    // After a save of one's own, what was before can still be gone back to.
    if (isChanged(next, edit())) setHistory(own ? changed(history(), next) : historyOf(next))
    since = now
    sent = null
  }, { defer: true }))
  keepDraft(recordingId, first.edit, since)
  keepAcrossReloads(recordingId, edit, saved)
  const changes = createMemo(() => changedEdit(edit(), saved()))
  const { base, wasPlanned } = createBase(saved, content, edit)
  const cuts = createMemo<DraftCut[]>(before => withSameCuts(draftCuts(base(), edit(), content().sourceSeconds), before), [])
  const removed = createMemo(() => removedSpans(cuts()))
  return {
    edit, saved, changes, base, wasPlanned, cuts, removed, news, kept: createMemo(() => keptSpans(removed(), content().sourceSeconds)), readNews: () => setNews(null),
    isChanged: createMemo(() => Object.keys(changes()).length > 0),
    change: (next, about) => { if (isChanged(next, edit())) setHistory(now => changed(now, next, about)) },
    undo: () => setHistory(undone), redo: () => setHistory(redone),
    canUndo: () => history().past.length > 0, canRedo: () => history().future.length > 0,
    discard: () => { setHistory(now => changed(now, saved())); setNews(null) },
    wasSent: sending => { sent = sending },
  }
}

/** What was planned for another length stays known while the video is the same. */
function createBase(saved: Accessor<RecordingEdit>, content: Accessor<EditorContent>, edit: Accessor<RecordingEdit>) {
  const made = createMemo<CutBase>(() => ({ cuts: content().cuts, edit: saved() }))
  const [planned, setPlanned] = createSignal<readonly CutBase[]>([])
  createEffect(on(made, () => setPlanned([]), { defer: true }))
  const base = createMemo(() => made().edit.length === edit().length ? made() : planned().find(one => one.edit.length === edit().length) ?? made())
  return { base, wasPlanned: (told: CutBase) => setPlanned(known => known.some(one => one.edit.length === told.edit.length) ? known : [...known, told]) }
}

/** Also when the page is closed at once after a change. */
function keepAcrossReloads(recordingId: string, edit: Accessor<RecordingEdit>, saved: Accessor<RecordingEdit>): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const keep = (): void => {
    clearTimeout(timer)
    timer = undefined
    keepDraft(recordingId, untrack(edit), untrack(saved))
  }
  createEffect(on([edit, saved], () => { clearTimeout(timer); timer = setTimeout(keep, keepAfterMs) }, { defer: true }))
  const keepNow = (): void => { if (timer !== undefined) keep() }
  addEventListener('pagehide', keepNow)
  onCleanup(() => { keepNow(); removeEventListener('pagehide', keepNow) })
}
