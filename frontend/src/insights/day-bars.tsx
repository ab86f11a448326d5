import type { Insights } from '@f2l/common/contracts/views.ts'
import { createMemo, For, Show } from 'solid-js'
import { shortUtcDay } from '../format/date.ts'
import { number } from '../format/number.ts'
import { locale, words } from '../words/words.ts'
import styles from './insights.module.css'
import { lastDays } from './last-days.ts'

/** A bar for each of the last thirty days. */
export function DayBars(props: { days: Insights['days'] }) {
  const days = createMemo(() => lastDays(props.days, Date.now()))
  const most = () => Math.max(1, ...days().map(({ views }) => views))
  const said = () => days().filter(({ views }) => views > 0).map(sayDay)
  return (
    <section class={styles['days']}>
      <h3>{words.insights.days}</h3>
      <Show when={said().length > 0} fallback={<p class={styles['soft']}>{words.insights.daysNone}</p>}>
        <div class={styles['chart']} role="img" aria-label={said().join(', ')}>
          <span class={styles['most']}>{number(most(), locale)}</span>
          <div class={styles['bars']}>
            <For each={days()}>{day => <span class={styles['bar']} title={sayDay(day)}><span style={{ height: `${day.views / most() * 100}%` }} /></span>}</For>
          </div>
          <p class={styles['axis']}><span>{shortUtcDay(days()[0]!.day, locale)}</span><span>{words.insights.today}</span></p>
        </div>
      </Show>
    </section>
  )
}

function sayDay({ day, views }: Insights['days'][number]): string {
  return words.insights.dayViews(shortUtcDay(day, locale), `${number(views, locale)} ${words.insights.views(views)}`)
}
