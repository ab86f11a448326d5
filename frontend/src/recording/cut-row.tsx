import { Show } from 'solid-js'
import { clock } from '../format/duration.ts'
import { Badge } from '../ui/badge.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { locale, words } from '../words/words.ts'
import type { CutPlace } from './cut-places.ts'
import styles from './cuts.module.css'

/** One cut: when, how long, why, how sure; and what can be done about it as long as the source is there. */
export function CutRow(props: { place: CutPlace; isTakenBack: boolean; isSourceGone: boolean; onPlay: () => void; onSeek: () => void; onToggle: () => void }) {
  const seconds = new Intl.NumberFormat(locale, { style: 'unit', unit: 'second', maximumFractionDigits: 1 })
  const percent = new Intl.NumberFormat(locale, { style: 'percent' })
  const at = () => clock(props.place.span.start)
  return (
    <tr class={props.isTakenBack && !props.place.isRestored ? styles['back'] : undefined}>
      <td><button type="button" class={styles['at']} title={words.recording.showCut} aria-label={words.recording.showCutAt(at())} onClick={() => props.onSeek()}>{at()}</button></td>
      <td class={styles['length']}>{seconds.format(props.place.span.end - props.place.span.start)}</td>
      <td class={styles['why']}>
        <Show when={!props.place.isRestored} fallback={<Badge tone="good">{words.recording.restored}</Badge>}>
          <Badge>{words.recording.reasons[props.place.reason]}</Badge>
          <Show when={props.place.text}>{text => <q class={styles['said']}>{text()}</q>}</Show>
        </Show>
      </td>
      <td class={styles['sure']}>
        <Show when={!props.place.isRestored}><span class={styles['sureWord']} aria-hidden="true">{words.recording.cutSure}: </span>{percent.format(props.place.confidence)}</Show>
      </td>
      <td>
        <Show when={!props.isSourceGone}>
          <span class={styles['do']}>
            <IconButton icon="play" label={words.recording.playCut(at())} onClick={() => props.onPlay()} />
            <Button size="s" aria-label={props.isTakenBack ? words.recording.cutAgainAt(at()) : words.recording.undoAt(at())} onClick={() => props.onToggle()}>
              {props.isTakenBack ? words.recording.cutAgain : words.recording.undo}
            </Button>
          </span>
        </Show>
      </td>
    </tr>
  )
}
