import type { Chapter } from '@f2l/common/contracts/edit-plan.ts'
import { createMemo, createSelector, For } from 'solid-js'
import { clock, length } from '../format/duration.ts'
import { locale, words } from '../words/words.ts'
import styles from './chapter-list.module.css'
import { cueIndexAt } from './cues.ts'

export function ChapterList(props: { chapters: Chapter[]; time: number; duration: number; onSeek: (seconds: number) => void }) {
  const current = createMemo(() => cueIndexAt(props.chapters, props.time))
  const isCurrent = createSelector(current)
  const lengthOf = (index: number) => (props.chapters[index + 1]?.start ?? props.duration) - props.chapters[index]!.start
  return (
    <ol role="list" class={styles['chapters']} aria-label={words.watch.chapters}>
      <For each={props.chapters}>
        {(chapter, index) => (
          <li>
            <button type="button" class={styles['chapter']} aria-current={isCurrent(index()) ? 'true' : undefined} onClick={() => props.onSeek(chapter.start)}>
              <span class={styles['at']}>{clock(chapter.start)}</span>
              <span class={styles['title']}>{chapter.title}</span>
              <span class={styles['length']}>{length(lengthOf(index()), locale)}</span>
            </button>
          </li>
        )}
      </For>
    </ol>
  )
}
