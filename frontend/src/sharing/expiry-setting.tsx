import { createMemo, createSignal, createUniqueId, For, Show } from 'solid-js'
import { ago, dayAndTime } from '../format/date.ts'
import { Button } from '../ui/button.tsx'
import { locale, words } from '../words/words.ts'
import { localMinute } from './local-minute.ts'
import type { SavedRules } from './saved-rules.ts'
import styles from './sharing.module.css'

const quickDays = [1, 7, 30]
const dayMs = 24 * 3600 * 1000

/** Until when a link works: after some days, or at a minute by the clock of whoever looks. */
export function ExpirySetting(props: { expiresAt: string | null; change: SavedRules['change'] }) {
  const id = createUniqueId()
  const [problem, setProblem] = createSignal<string>()
  const isOver = createMemo(() => props.expiresAt !== null && Date.parse(props.expiresAt) <= Date.now())
  const set = (time: number | null): void => {
    setProblem(undefined)
    void props.change({ expiresAt: time === null ? null : new Date(time).toISOString() })
  }
  const choose = (typed: string): void => {
    const time = new Date(typed).getTime()
    if (Number.isNaN(time)) return
    if (time <= Date.now()) setProblem(words.sharing.inThePast)
    else set(time)
  }
  const told = () => {
    if (props.expiresAt === null) return words.sharing.worksAlways
    return isOver() ? words.sharing.hasExpired(ago(props.expiresAt, Date.now(), locale)) : words.sharing.worksUntil(dayAndTime(props.expiresAt, locale))
  }
  return (
    <fieldset class={styles['setting']}>
      <legend>{words.sharing.expiry}</legend>
      <div class={styles['line']}>
        <Button size="s" aria-pressed={props.expiresAt === null} class={props.expiresAt === null ? styles['chosen'] : ''} onClick={() => set(null)}>{words.sharing.never}</Button>
        <For each={quickDays}>{days => <Button size="s" onClick={() => set(Date.now() + days * dayMs)}>{words.sharing.afterDays(days)}</Button>}</For>
        <label class="visually-hidden" for={id}>{words.sharing.expiresAt}</label>
        <input
          id={id} class={styles['when']} type="datetime-local" min={localMinute(Date.now())} value={props.expiresAt === null ? '' : localMinute(Date.parse(props.expiresAt))}
          aria-invalid={problem() ? true : undefined} aria-describedby={`${id}-note`} onChange={event => choose(event.currentTarget.value)}
        />
      </div>
      <p id={`${id}-note`} class={problem() || isOver() ? styles['error'] : styles['soft']}>{problem() ?? told()}</p>
      <Show when={problem()}><span class="visually-hidden" role="alert">{problem()}</span></Show>
    </fieldset>
  )
}
