import { createEffect } from 'solid-js'
import { words } from '../words/words.ts'

/** The tab's title while this view is shown. */
export function setPageTitle(title: () => string): void {
  createEffect(() => { document.title = title() === '' ? words.product : words.titleOf(title()) })
}
