import type { RecordingDetail, SharePage } from '@f2l/common/contracts/api.ts'
import { createMemo, createSignal, For, Show } from 'solid-js'
import { clock, length } from '../format/duration.ts'
import { Badge } from '../ui/badge.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { locale, words } from '../words/words.ts'
import { placeCuts, type CutPlace } from './cut-places.ts'
import styles from './recording.module.css'

const shownAtFirst = 12

export function CutList(props: { cuts: RecordingDetail['cuts']; keep: RecordingDetail['keep']; page: SharePage; onPlay: (seconds: number) => void }) {
  const [showsAll, setShowsAll] = createSignal(false)
  const places = createMemo(() => placeCuts(props.cuts, props.keep, props.page.durationSeconds))
  const shown = () => showsAll() ? places() : places().slice(0, shownAtFirst)
  const saved = () => places().reduce((sum, place) => sum + place.lengthSeconds, 0)
  return (
    <Card class={styles['cuts']}>
      <div class={styles['cutHead']}>
        <h2>{words.recording.cuts}</h2>
        <Show when={places().length > 0} fallback={<p class={styles['soft']}>{words.recording.cutNone}</p>}>
          <p class={styles['soft']}>{words.recording.cutCount(places().length)} · {words.recording.cutSaved(length(saved(), locale))}</p>
        </Show>
      </div>
      <Show when={places().length > 0}>
        <table class={styles['table']}>
          <thead>
            <tr><th scope="col">{words.recording.cutAt}</th><th scope="col">{words.recording.cutLength}</th><th scope="col">{words.recording.cutReason}</th><th scope="col">{words.recording.cutSure}</th><th scope="col"><span class="visually-hidden">{words.watch.play}</span></th></tr>
          </thead>
          <tbody><For each={shown()}>{place => <CutRow place={place} onPlay={() => props.onPlay(place.playFrom)} />}</For></tbody>
        </table>
      </Show>
      <Show when={places().length > shown().length}><div><Button size="s" onClick={() => setShowsAll(true)}>{words.recording.showAll(places().length)}</Button></div></Show>
    </Card>
  )
}

function CutRow(props: { place: CutPlace; onPlay: () => void }) {
  const seconds = new Intl.NumberFormat(locale, { style: 'unit', unit: 'second', maximumFractionDigits: 1 })
  const percent = new Intl.NumberFormat(locale, { style: 'percent' })
  return (
    <tr>
      <td>{clock(props.place.sourceSeconds)}</td>
      <td>{seconds.format(props.place.lengthSeconds)}</td>
      <td><Badge>{words.recording.reasons[props.place.reason]}</Badge></td>
      <td>{percent.format(props.place.confidence)}</td>
      <td class={styles['play']}><IconButton icon="play" label={words.recording.playCut(clock(props.place.playFrom))} onClick={() => props.onPlay()} /></td>
    </tr>
  )
}
