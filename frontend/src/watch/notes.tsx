import type { SharePage } from '@f2l/common/contracts/api.ts'
import { For, Show } from 'solid-js'
import { clock } from '../format/duration.ts'
import { CodeText } from '../ui/code-text.tsx'
import { Icon } from '../ui/icon.tsx'
import { words } from '../words/words.ts'
import { MarkdownView } from './markdown-view.tsx'
import styles from './notes.module.css'

/** Summary, action items and highlights under the video; their times seek. */
export function Notes(props: { page: Pick<SharePage, 'summaryMarkdown' | 'actionItems' | 'highlights' | 'notes'>; onSeek: (seconds: number) => void }) {
  return (
    <div class={styles['notes']}>
      <Show when={props.page.summaryMarkdown?.trim()}>
        {source => (
          <section>
            <h2>{words.watch.summary}</h2>
            <MarkdownView source={source()} onSeek={seconds => props.onSeek(seconds)} />
          </section>
        )}
      </Show>
      <Show when={props.page.actionItems.length > 0}><ActionItems items={props.page.actionItems} onSeek={seconds => props.onSeek(seconds)} /></Show>
      <Show when={props.page.highlights.length > 0}><Highlights items={props.page.highlights} onSeek={seconds => props.onSeek(seconds)} /></Show>
      <Show when={props.page.notes.length > 0}>
        <ul role="list" class={styles['remarks']} aria-label={words.watch.notes}>
          <For each={props.page.notes}>{note => <li><Icon name="info" size={16} /><span><CodeText text={note} /></span></li>}</For>
        </ul>
      </Show>
    </div>
  )
}

function ActionItems(props: { items: SharePage['actionItems']; onSeek: (seconds: number) => void }) {
  return (
    <section>
      <h2>{words.watch.actionItems}</h2>
      <ul role="list" class={styles['items']}>
        <For each={props.items}>
          {item => (
            <li class={item.isDone ? styles['done'] : ''}>
              <span class={styles['box']} role="img" aria-label={item.isDone ? words.watch.done : words.watch.open}><Show when={item.isDone}><Icon name="check" size={14} /></Show></span>
              <span class={styles['text']}>{item.text} <Show when={item.assignee}>{name => <span class={styles['soft']}>{words.watch.assignee(name())}</span>}</Show></span>
              <Show when={item.at !== null}><TimeButton seconds={item.at!} onSeek={seconds => props.onSeek(seconds)} /></Show>
            </li>
          )}
        </For>
      </ul>
    </section>
  )
}

function Highlights(props: { items: SharePage['highlights']; onSeek: (seconds: number) => void }) {
  return (
    <section>
      <h2>{words.watch.highlights}</h2>
      <ul role="list" class={styles['items']}>
        <For each={props.items}>
          {item => <li><span class={styles['text']}>{item.text}</span><TimeButton seconds={item.start} onSeek={seconds => props.onSeek(seconds)} /></li>}
        </For>
      </ul>
    </section>
  )
}

function TimeButton(props: { seconds: number; onSeek: (seconds: number) => void }) {
  return <button type="button" class={styles['time']} aria-label={words.watch.playFrom(clock(props.seconds))} onClick={() => props.onSeek(props.seconds)}>{clock(props.seconds)}</button>
}
