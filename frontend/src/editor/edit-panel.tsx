import type { EditorContent, EditorView } from '@f2l/common/contracts/editor.ts'
import { createMemo, createSignal, For, Show } from 'solid-js'
import { length } from '../format/duration.ts'
import { ChoiceField } from '../ui/choice-field.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { CheckField, TextField } from '../ui/text-field.tsx'
import { locale, words } from '../words/words.ts'
import { ChapterPanel } from './chapter-panel.tsx'
import type { Draft } from './draft.ts'
import { LookPanel } from './look-panel.tsx'
import { changeOf, speakersOf, withSpeaker } from './speaker-changes.ts'
import styles from './edit-panel.module.css'

export interface PanelProps {
  recordingId: string
  draft: Draft
  content: EditorContent
  foundChapters: EditorView['foundChapters']
  hasLogo: boolean
  /** Where the cursor stands, in source seconds. */
  at: number
  /** How long the video will be; null while nobody knows. */
  videoSeconds: number | null
  isPlaying: boolean
  onShow: (seconds: number) => void
}

type Tab = keyof typeof words.editor.tabs
const tabs: readonly Tab[] = ['video', 'chapters', 'speakers', 'look']

/** Everything of the video that is not said in the transcript. */
export function EditPanel(props: PanelProps) {
  const [open, setOpen] = createSignal<Tab>('video')
  const panels = { video: () => <VideoPanel {...props} />, chapters: () => <ChapterPanel {...props} />, speakers: () => <SpeakerPanel {...props} />, look: () => <LookPanel isOpen={open() === 'look'} {...props} /> }
  return <Tabs label={words.editor.panel} tabs={tabs} nameOf={tab => words.editor.tabs[tab]} open={open()} onOpen={setOpen} panel={tab => panels[tab]()} />
}

function VideoPanel(props: PanelProps) {
  const edit = () => props.draft.edit()
  const source = () => length(props.content.sourceSeconds, locale)
  return (
    <div class={styles['fields']}>
      <ChoiceField legend={words.editor.length} value={edit().length} choices={words.editor.lengths} onChoose={chosen => props.draft.change({ ...edit(), length: chosen })} />
      <p class={styles['soft']}>{words.editor.lengthTexts[edit().length]}</p>
      <p class={styles['result']} role="status">
        <span class={styles['soft']}>{words.editor.resultLabel}</span>{' '}
        <strong>{props.videoSeconds === null ? words.editor.resultUnknown(source()) : words.editor.results(length(props.videoSeconds, locale), source())}</strong>
      </p>
      <TextField
        label={words.editor.videoTitle} hint={words.editor.videoTitleHint} maxlength="200" value={edit().title} error={edit().title.trim() === '' ? words.editor.missingTitle : undefined}
        onInput={event => props.draft.change({ ...edit(), title: event.currentTarget.value }, 'title')}
      />
    </div>
  )
}

function SpeakerPanel(props: PanelProps) {
  const names = createMemo(() => speakersOf(props.content.cues))
  return (
    <Show when={names().length > 0} fallback={<p class={styles['soft']}>{words.editor.noSpeakers}</p>}>
      <div class={styles['fields']}>
        <p class={styles['soft']}>{words.editor.speakersText}</p>
        <For each={names()}>{name => <SpeakerFields name={name} draft={props.draft} hasPicture={props.content.hasPicture} />}</For>
      </div>
    </Show>
  )
}

function SpeakerFields(props: { name: string; draft: Draft; hasPicture: boolean }) {
  // An emptied field means the name of the transcript, but must not be filled while somebody types.
  const [typed, setTyped] = createSignal<string | null>(null)
  const edit = () => props.draft.edit()
  const told = () => changeOf(edit(), props.name)
  const rename = (shownAs: string): void => {
    setTyped(shownAs)
    props.draft.change(withSpeaker(edit(), { ...told(), shownAs }), `speaker ${props.name}`)
  }
  return (
    <div class={styles['speaker']}>
      <TextField
        label={words.editor.shownAs(props.name)} maxlength="100" value={typed() ?? told().shownAs ?? props.name} placeholder={props.name} hint={told().shownAs === undefined ? undefined : words.editor.inTranscript(props.name)}
        onInput={event => rename(event.currentTarget.value)} onBlur={() => setTyped(null)}
      />
      <Show when={props.hasPicture}><CheckField label={words.editor.hideSpeaker} isChecked={told().isHidden} onChange={isHidden => props.draft.change(withSpeaker(edit(), { ...told(), isHidden }))} /></Show>
    </div>
  )
}
