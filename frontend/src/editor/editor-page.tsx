import type { EditorContent } from '@f2l/common/contracts/editor.ts'
import { A, useParams } from '@solidjs/router'
import { createEffect, createMemo, createSignal, Match, on, onCleanup, onMount, Show, Switch } from 'solid-js'
import { ApiError, isNotFound, messageOf } from '../api/api-error.ts'
import { CutPlayer } from '../recording/cut-player.tsx'
import { isBeingMade, Remake } from '../recording/remake.tsx'
import { setPageTitle } from '../shell/page-title.ts'
import { useServices } from '../shell/services.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Icon } from '../ui/icon.tsx'
import { LoadFailed, Notice } from '../ui/notice.tsx'
import { Button } from '../ui/button.tsx'
import { Skeleton } from '../ui/spinner.tsx'
import { showToast } from '../ui/toast.tsx'
import { words } from '../words/words.ts'
import { createCursor, type Cursor } from './cursor.ts'
import { shownChapters } from './chapter-changes.ts'
import type { DraftCut } from './draft-cuts.ts'
import { problemOf } from './draft-problem.ts'
import { createDraft } from './draft.ts'
import { changedEdit } from './edit-changes.ts'
import { EditPanel } from './edit-panel.tsx'
import { createEditorQuery, type EditorQuery } from './editor-query.ts'
import styles from './editor.module.css'
import { createForecast } from './forecast.ts'
import { LeaveGuard } from './leave-guard.tsx'
import { PreviewPlayer } from './preview-player.tsx'
import { SaveBar } from './save-bar.tsx'
import { createSourcePreview, type SourcePreview } from './source-preview.ts'
import { transcriptOf, type Transcript } from './stops.ts'
import { TranscriptEditor } from './transcript-editor.tsx'
import { historyKeyOf } from './transcript-keys.ts'

export default function EditorPage() {
  const params = useParams<{ id: string }>()
  return <Show when={params.id} keyed>{id => <EditorOf id={id} />}</Show>
}

function EditorOf(props: { id: string }) {
  // eslint-disable-next-line solid/reactivity -- another recording makes another view
  const query = createEditorQuery(props.id)
  setPageTitle(() => query.view() ? words.editor.title(query.view()!.recording.title) : words.editor.heading)
  const isTooEarly = () => query.error() instanceof ApiError && (query.error() as ApiError).code === 'conflict'
  return (
    <Switch fallback={<div role="status" aria-label={words.common.loading}><Skeleton /><Skeleton kind="block" /><Skeleton kind="block" /></div>}>
      <Match when={isNotFound(query.error())}>
        <EmptyState level={1} icon="film" title={words.recording.gone} action={<A href="/">{words.errors.toLibrary}</A>}>{words.recording.goneText}</EmptyState>
      </Match>
      <Match when={isTooEarly()}>
        <EmptyState level={1} icon="film" title={words.editor.notReadyTitle} action={<A href={`/recordings/${props.id}`}>{words.editor.back}</A>}>{words.editor.notReadyText}</EmptyState>
      </Match>
      <Match when={query.view() !== undefined && query.content() !== undefined}><Editor id={props.id} query={query} /></Match>
      <Match when={query.error()}>{error => <LoadFailed error={error()} onRetry={() => void query.refetch()} />}</Match>
    </Switch>
  )
}

/** Transcript, preview and panel around one draft. */
function Editor(props: { id: string; query: EditorQuery }) {
  const state = createEditorState(props)
  const { draft, preview, cursor } = state
  const recording = () => state.view().recording
  return (
    <div class={styles['page']}>
      <A href={`/recordings/${props.id}`} class={styles['back']}><Icon name="left" size={16} />{recording().title}</A>
      <h1 class="visually-hidden">{words.editor.title(recording().title)}</h1>
      <EditorNews state={state} onChanged={() => void props.query.refetch()} />
      <div class={styles['columns']}>
        <div class={styles['side']}>
          <Show when={state.cutPlay()} keyed>{shown => <CutPlayer url={shown.url} place={{ ...shown.cut, text: shown.cut.text, playFrom: shown.cut.span.start, isRestored: shown.cut.isBack }} onClose={state.endCutPlay} />}</Show>
          <div hidden={state.cutPlay() !== null}><PreviewPlayer preview={preview} removed={draft.removed()} sourceSeconds={state.content().sourceSeconds} hasPicture={state.content().hasPicture} isSourceGone={recording().isSourceGone} /></div>
          <div class={styles['panel']}>
            <EditPanel
              recordingId={props.id} draft={draft} content={state.content()} foundChapters={state.view().foundChapters} hasLogo={state.view().hasLogo} at={state.at()} videoSeconds={state.videoSeconds()}
              isPlaying={preview.state.isPlaying} onShow={seconds => preview.seek(seconds)}
            />
          </div>
        </div>
        <div class={styles['transcript']}>
          <TranscriptEditor
            transcript={state.transcript()} sourceSeconds={state.content().sourceSeconds} hasTranscript={state.content().cues.length > 0} draft={draft} cursor={cursor} preview={preview}
            chapters={shownChapters(draft.edit(), state.view().foundChapters)} onPlayCut={cut => void state.playCut(cut)}
          />
        </div>
      </div>
      <SaveBar draft={draft} forecast={state.forecast} isBeingMade={state.isMade()} isBinned={recording().binnedAt !== null} isSaving={state.isSaving()} onSave={() => void state.save()} onDiscard={() => { draft.discard(); showToast(words.editor.discarded, 'good', { label: words.editor.undo, onSelect: draft.undo }) }} />
      <LeaveGuard isChanged={draft.isChanged()} />
    </div>
  )
}

/** What became of the draft, and of a version that is being made. */
function EditorNews(props: { state: EditorState; onChanged: () => void }) {
  return (
    <>
      <Show when={props.state.draft.news()}>
        {news => (
          <Notice tone={news() === 'partly' ? 'warn' : 'info'} action={<Button size="s" look="quiet" onClick={() => props.state.draft.readNews()}>{words.common.dismiss}</Button>}>
            {news() === 'partly' ? words.editor.draftPartly : words.editor.draftBack}
          </Notice>
        )}
      </Show>
      <Show when={props.state.view().recording.isSourceGone}><Notice tone="warn" title={words.recording.sourceGone}>{words.editor.sourceGone}</Notice></Show>
      <Show when={props.state.view().recording.job}>{job => <Remake recording={props.state.view().recording} job={job()} onChanged={() => props.onChanged()} />}</Show>
    </>
  )
}

type EditorState = ReturnType<typeof createEditorState>

function createEditorState(props: { id: string; query: EditorQuery }) {
  const { api } = useServices()
  const view = () => props.query.view()!
  const content = (): EditorContent => props.query.content()!
  const saved = createMemo(() => view().edit, undefined, { equals: (one, other) => JSON.stringify(one) === JSON.stringify(other) })
  // eslint-disable-next-line solid/reactivity -- another recording makes another view
  const { id, query } = props
  const draft = createDraft(id, saved, content)
  const transcript = createMemo(() => transcriptOf(content(), draft.base()))
  const cursor = createCursor()
  // eslint-disable-next-line solid/reactivity -- read in an effect there
  keepCursorAtItsWord(cursor, transcript)
  const preview = createSourcePreview({ link: () => api.linkToSource(id).then(({ url }) => url), kept: draft.kept })
  const isMade = () => isBeingMade(view().recording.job)
  const forecast = createForecast(id, draft, () => !isMade())
  listenToHistoryKeys(draft)
  return {
    view, content, draft, transcript, cursor, preview, forecast, isMade,
    at: createPlaceInSource(cursor, preview, transcript),
    videoSeconds: () => knownSeconds(draft, content()) ?? forecast.told()?.videoSeconds ?? null,
    ...createSaving(id, draft, query), ...createCutPlay(id, preview.pause),
  }
}

/** What was saved or made may have changed which cuts stand between the words. */
function keepCursorAtItsWord(cursor: Cursor, transcript: () => Transcript): void {
  createEffect(on(transcript, ({ stops }, before) => {
    const chosen = cursor.chosen()
    const stood = chosen && before?.stops[chosen.cursor]
    if (!stood) return
    const now = stops.findIndex(stop => stop.row === stood.row && stop.start >= stood.start)
    if (now < 0) cursor.leave()
    else cursor.place(now)
  }))
}

/** Where the cursor or the preview stands, whichever moved last. */
function createPlaceInSource({ chosen }: Cursor, preview: SourcePreview, transcript: () => Transcript): () => number {
  const [moved, setMoved] = createSignal<'cursor' | 'preview'>('preview')
  createEffect(on(chosen, () => setMoved('cursor'), { defer: true }))
  createEffect(on(() => preview.state.time, () => setMoved('preview'), { defer: true }))
  return () => { const now = chosen(); return moved() === 'cursor' && now ? transcript().stops[now.from]?.start ?? 0 : preview.state.time }
}

/** What a shorter length cuts beside what is known shows only when it was planned. */
function knownSeconds(draft: ReturnType<typeof createDraft>, { titleCardSeconds }: EditorContent): number | null {
  const [planned, wanted] = [draft.base().edit.length, draft.edit().length]
  const isKnown = planned === wanted || wanted === 'full'
  return isKnown ? draft.kept().reduce((sum, { start, end }) => sum + end - start, titleCardSeconds) : null
}

function createSaving(id: string, draft: ReturnType<typeof createDraft>, query: EditorQuery) {
  const { api } = useServices()
  const [isSaving, setIsSaving] = createSignal(false)
  const save = async (): Promise<void> => {
    const sent = draft.edit()
    if (isSaving() || problemOf(sent, draft.kept()) !== null) return
    setIsSaving(true)
    try {
      const { job } = await api.editRecording(id, changedEdit(sent, draft.saved()))
      draft.wasSent(sent)
      draft.readNews()
      showToast(job ? words.editor.savedAndMade : words.editor.saved)
      await query.refetch()
      draft.wasSent(null)
    } catch (thrown) {
      showToast(words.editor.notSaved(messageOf(thrown)), 'danger')
    }
    setIsSaving(false)
  }
  return { isSaving, save }
}

/** Each play asks for an address of its own: one lives for some minutes only. */
function createCutPlay(id: string, pause: () => void) {
  const { api } = useServices()
  const [cutPlay, setCutPlay] = createSignal<{ url: string; cut: DraftCut } | null>(null)
  const playCut = async (cut: DraftCut): Promise<void> => {
    pause()
    await api.linkToSource(id).then(({ url }) => setCutPlay({ url, cut }), (thrown: unknown) => showToast(messageOf(thrown), 'danger'))
  }
  return { cutPlay, playCut, endCutPlay: () => void setCutPlay(null) }
}

function listenToHistoryKeys(draft: ReturnType<typeof createDraft>): void {
  const press = (event: KeyboardEvent): void => {
    const isTyping = event.target instanceof Element && event.target.closest('input[type=text], textarea, [role=dialog], [role=alertdialog]') !== null
    const key = event.defaultPrevented || isTyping ? null : historyKeyOf(event)
    if (key === null) return
    event.preventDefault()
    draft[key]()
  }
  onMount(() => document.addEventListener('keydown', press))
  onCleanup(() => document.removeEventListener('keydown', press))
}
