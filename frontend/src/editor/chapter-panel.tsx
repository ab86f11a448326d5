import type { Chapter } from '@f2l/common/contracts/edit-plan.ts'
import { createSignal, Index, Show } from 'solid-js'
import { clock } from '../format/duration.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { shownChapters, withChapter, withoutChapter, withPlace, withTitle } from './chapter-changes.ts'
import type { PanelProps } from './edit-panel.tsx'
import styles from './edit-panel.module.css'
import { words } from '../words/words.ts'

/** The chapters: those that were found until a person changes one, then their own. */
export function ChapterPanel(props: PanelProps) {
  const [problem, setProblem] = createSignal<string | null>(null)
  const edit = () => props.draft.edit()
  const chapters = () => shownChapters(edit(), props.foundChapters)
  const change = (next: Chapter[] | null, about?: string): void => {
    setProblem(next === null ? words.editor.chapterTaken : null)
    if (next) props.draft.change({ ...edit(), chapters: next }, about)
  }
  const findAgain = (): void => { setProblem(null); props.draft.change({ ...edit(), chapters: null }) }
  return (
    <div class={styles['fields']}>
      <p class={styles['soft']}>{edit().chapters === null ? words.editor.chaptersFound : words.editor.chaptersOwn} {words.editor.chaptersText}</p>
      <Show when={chapters().length > 0} fallback={<p class={styles['soft']}>{words.editor.noChapters}</p>}>
        <ol role="list" class={styles['chapters']}>
          <Index each={chapters()}>
            {(chapter, index) => (
              <li class={styles['chapter']}>
                <button type="button" class={styles['at']} aria-label={words.editor.showChapter(chapter().title, clock(chapter().start))} onClick={() => props.onShow(chapter().start)}>{clock(chapter().start)}</button>
                <input
                  class={styles['title']} type="text" maxlength="120" value={chapter().title} aria-label={words.editor.chapterTitle(clock(chapter().start))} aria-invalid={chapter().title.trim() === '' || undefined}
                  onInput={event => change(withTitle(chapters(), index, event.currentTarget.value), `chapter ${chapter().start}`)}
                />
                <IconButton icon="clock" label={words.editor.moveChapter(chapter().title, clock(props.at))} onClick={() => change(withPlace(chapters(), index, props.at))} />
                <IconButton icon="trash" label={words.editor.removeChapter(chapter().title)} onClick={() => change(withoutChapter(chapters(), index))} />
              </li>
            )}
          </Index>
        </ol>
      </Show>
      <Show when={problem() ?? (chapters().some(({ title }) => title.trim() === '') ? words.editor.missingChapter : null)}>{text => <p class={styles['error']} role="alert">{text()}</p>}</Show>
      <div class={styles['row']}>
        <Button size="s" icon="clock" onClick={() => change(withChapter(chapters(), { start: props.at, title: words.editor.newChapter }))}>{words.editor.addChapter(clock(props.at))}</Button>
        <Show when={edit().chapters !== null}><Button size="s" look="quiet" icon="restore" onClick={findAgain}>{words.editor.findAgain}</Button></Show>
      </div>
    </div>
  )
}
