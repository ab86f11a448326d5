import type { ViewerView } from '@f2l/common/contracts/views.ts'
import { createSignal, For, Show } from 'solid-js'
import { ago, dayAndTime } from '../format/date.ts'
import { number, percent } from '../format/number.ts'
import { Button } from '../ui/button.tsx'
import { locale, words } from '../words/words.ts'
import styles from './insights.module.css'

const shownAtFirst = 8

/** Who watched, the latest first. */
export function ViewerTable(props: { viewers: ViewerView[]; total: number; hasButton: boolean }) {
  const [showsAll, setShowsAll] = createSignal(false)
  const shown = () => showsAll() ? props.viewers : props.viewers.slice(0, shownAtFirst)
  return (
    <section class={styles['viewers']}>
      <h3>{words.insights.viewerTable}</h3>
      <table class={styles['table']}>
        <thead>
          <tr>
            <th scope="col">{words.insights.name}</th><th scope="col">{words.insights.watched}</th><th scope="col" class={styles['wide']}>{words.insights.viewCount}</th><th scope="col">{words.insights.last}</th>
            <Show when={props.hasButton}><th scope="col">{words.insights.pressed}</th></Show>
          </tr>
        </thead>
        <tbody><For each={shown()}>{viewer => <ViewerRow viewer={viewer} hasButton={props.hasButton} />}</For></tbody>
      </table>
      <Show when={props.viewers.length > shown().length}><div><Button size="s" onClick={() => setShowsAll(true)}>{words.insights.showAll(number(props.viewers.length, locale))}</Button></div></Show>
      <Show when={showsAll() && props.total > props.viewers.length}><p class={styles['soft']}>{words.insights.latestOnly(number(props.viewers.length, locale), number(props.total, locale))}</p></Show>
    </section>
  )
}

function ViewerRow(props: { viewer: ViewerView; hasButton: boolean }) {
  return (
    <tr>
      <td class={styles['name']}>{props.viewer.name ?? <span class={styles['soft']}>{words.insights.somebody}</span>}</td>
      <td><span class={styles['watched']}><span class={styles['meter']} aria-hidden="true"><span style={{ width: `${props.viewer.seenShare * 100}%` }} /></span>{percent(props.viewer.seenShare, locale)}</span></td>
      <td class={styles['wide']}>{number(props.viewer.views, locale)}</td>
      <td><time datetime={props.viewer.lastAt} title={dayAndTime(props.viewer.lastAt, locale)}>{ago(props.viewer.lastAt, Date.now(), locale)}</time></td>
      <Show when={props.hasButton}><td>{props.viewer.clicked ? words.insights.yes : words.insights.no}</td></Show>
    </tr>
  )
}
