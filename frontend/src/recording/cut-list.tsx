import type { RecordingDetail, RecordingEdit, SharePage } from '@f2l/common/contracts/api.ts'
import { createMemo, createSignal, For, Show } from 'solid-js'
import { messageOf } from '../api/api-error.ts'
import { length } from '../format/duration.ts'
import { useServices } from '../shell/services.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { SelectField } from '../ui/text-field.tsx'
import { showToast } from '../ui/toast.tsx'
import { locale, words } from '../words/words.ts'
import { placeCuts, type CutPlace } from './cut-places.ts'
import { CutPlayer } from './cut-player.tsx'
import { CutRow } from './cut-row.tsx'
import { changesBetween, isTakenBack, toggleCut } from './edit-draft.ts'
import { isBeingMade } from './remake.tsx'
import styles from './cuts.module.css'

const shownAtFirst = 12

/** Everything that was cut: play it, take it back, choose another length, and have the video made again. */
export function CutList(props: { detail: RecordingDetail; page: SharePage; onSeek: (seconds: number) => void; onChanged: () => void }) {
  const [showsAll, setShowsAll] = createSignal(false)
  const { draft, setDraft, isSending, send } = createDraft(props)
  const { playing, play, stop } = createCutPlay(() => props.detail.recording.id)
  const places = createMemo(() => placeCuts(props.detail.cuts, props.detail.keep, props.page.durationSeconds, props.detail.edit))
  const cuts = () => places().filter(place => !place.isRestored)
  const shown = () => showsAll() ? places() : places().slice(0, shownAtFirst)
  const saved = () => cuts().reduce((sum, { span }) => sum + span.end - span.start, 0)
  return (
    <Card class={styles['cuts']}>
      <div class={styles['head']}>
        <h2>{words.recording.cuts}</h2>
        <Show when={cuts().length > 0} fallback={<p class={styles['soft']}>{words.recording.cutNone}</p>}>
          <p class={styles['soft']}>{words.recording.cutCount(cuts().length)} · {words.recording.cutSaved(length(saved(), locale))}</p>
        </Show>
      </div>
      <Show when={playing()} keyed>{shownCut => <CutPlayer url={shownCut.url} place={shownCut.place} onClose={stop} />}</Show>
      <Show when={places().length > 0}>
        <table class={styles['table']}>
          <thead>
            <tr><th scope="col">{words.recording.cutAt}</th><th scope="col">{words.recording.cutLength}</th><th scope="col">{words.recording.cutReason}</th><th scope="col">{words.recording.cutSure}</th><th scope="col"><span class="visually-hidden">{words.recording.cutDo}</span></th></tr>
          </thead>
          <tbody>
            <For each={shown()}>
              {place => (
                <CutRow
                  place={place} isTakenBack={isTakenBack(draft(), place)} isSourceGone={props.detail.recording.isSourceGone} onPlay={() => void play(place)} onSeek={() => props.onSeek(place.playFrom)}
                  onToggle={() => setDraft(toggleCut(draft(), place))}
                />
              )}
            </For>
          </tbody>
        </table>
      </Show>
      <Show when={places().length > shown().length}><div><Button size="s" onClick={() => setShowsAll(true)}>{words.recording.showAll(places().length)}</Button></div></Show>
      <Show when={!props.detail.recording.isSourceGone} fallback={<p class={styles['soft']}>{words.recording.sourceGone}</p>}>
        <MakeAgain detail={props.detail} draft={draft()} isSending={isSending()} onDraft={setDraft} onSend={() => void send()} />
      </Show>
    </Card>
  )
}

function MakeAgain(props: { detail: RecordingDetail; draft: RecordingEdit; isSending: boolean; onDraft: (edit: RecordingEdit) => void; onSend: () => void }) {
  const changes = () => changesBetween(props.draft, props.detail.edit)
  const isMade = () => isBeingMade(props.detail.recording.job)
  return (
    <div class={styles['make']}>
      <SelectField label={words.recording.lengthChoice} value={props.draft.length} choices={words.recording.lengths} onChoose={value => props.onDraft({ ...props.draft, length: value as RecordingEdit['length'] })} />
      <Button look="primary" icon="retry" isBusy={props.isSending} disabled={changes() === 0 || isMade()} onClick={() => props.onSend()}>{words.recording.makeAgain}</Button>
      <p class={styles['soft']} role="status">{isMade() ? words.recording.makeLater : changes() > 0 ? words.recording.changes(changes()) : words.recording.noChanges}</p>
    </div>
  )
}

/** What a person marked so far. What was asked for before, also from another window, is where it starts. */
function createDraft(props: { detail: RecordingDetail; onChanged: () => void }) {
  const { api } = useServices()
  const [marked, setMarked] = createSignal<{ edit: RecordingEdit; since: string } | null>(null)
  const [isSending, setIsSending] = createSignal(false)
  const asked = createMemo(() => JSON.stringify(props.detail.edit))
  const draft = (): RecordingEdit => marked()?.since === asked() ? marked()!.edit : props.detail.edit
  const send = async (): Promise<void> => {
    setIsSending(true)
    await api.editRecording(props.detail.recording.id, draft()).then(() => showToast(words.recording.remakeQueued), (thrown: unknown) => showToast(messageOf(thrown), 'danger'))
    setIsSending(false)
    props.onChanged()
  }
  return { draft, setDraft: (edit: RecordingEdit) => setMarked({ edit, since: asked() }), isSending, send }
}

/** Each play asks for an address of its own: one lives for some minutes only. */
function createCutPlay(id: () => string) {
  const { api } = useServices()
  const [playing, setPlaying] = createSignal<{ url: string; place: CutPlace } | null>(null)
  const play = async (place: CutPlace): Promise<void> => {
    await api.linkToSource(id()).then(({ url }) => setPlaying({ url, place }), (thrown: unknown) => showToast(messageOf(thrown), 'danger'))
  }
  return { playing, play, stop: () => setPlaying(null) }
}
