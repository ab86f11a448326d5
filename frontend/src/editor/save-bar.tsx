import type { EditForecast } from '@f2l/common/contracts/api.ts'
import { Show } from 'solid-js'
import { remaining } from '../format/duration.ts'
import { Button } from '../ui/button.tsx'
import { locale, words } from '../words/words.ts'
import { problemOf } from './draft-problem.ts'
import type { Draft } from './draft.ts'
import type { Forecast } from './forecast.ts'
import styles from './editor.module.css'
import { HistoryButton } from './history-button.tsx'

interface SaveBarProps { draft: Draft; forecast: Forecast; isBeingMade: boolean; isBinned: boolean; isSaving: boolean; onSave: () => void; onDiscard: () => void }

/** What saving leads to, before it is pressed. */
export function SaveBar(props: SaveBarProps) {
  const problem = () => problemOf(props.draft.edit(), props.draft.kept()) ?? props.forecast.problem()
  const sentence = (): string => {
    if (props.isBinned) return words.editor.binned
    if (!props.draft.isChanged()) return props.isBeingMade ? words.editor.inTheWorks : words.editor.nothingChanged
    if (problem() !== null) return problem()!
    return props.isBeingMade ? words.editor.inTheWorks : forecastSentence(props.forecast)
  }
  return (
    <section data-bottom-bar class={styles['bar']} aria-label={words.editor.saveBar}>
      <p class={`${styles['forecast']} ${problem() !== null && props.draft.isChanged() ? styles['problem'] : ''}`} role="status">{sentence()}</p>
      <span class={styles['actions']}>
        <HistoryButton step="undo" isPossible={props.draft.canUndo()} onPress={() => props.draft.undo()} />
        <HistoryButton step="redo" isPossible={props.draft.canRedo()} onPress={() => props.draft.redo()} />
        <Show when={props.draft.isChanged()}><Button look="quiet" onClick={() => props.onDiscard()}>{words.editor.discard}</Button></Show>
        <Button look="primary" icon="check" isBusy={props.isSaving} disabled={!props.draft.isChanged() || problem() !== null || props.isBeingMade || props.isBinned} onClick={() => props.onSave()}>{words.editor.save}</Button>
      </span>
    </section>
  )
}

function forecastSentence({ told, isAsking }: Forecast): string {
  if (isAsking()) return words.editor.looking
  const forecast = told()
  if (forecast === null) return words.editor.unknownForecast
  return forecast.makesVideo ? `${madeAgain(forecast)} ${words.editor.linkStays}` : words.editor.atOnce
}

function madeAgain({ pieces, seconds }: EditForecast): string {
  return words.editor.madeAgain(pieces && words.editor.pieces(pieces.made, pieces.all), seconds === null ? null : words.editor.about(remaining(seconds, locale)))
}
