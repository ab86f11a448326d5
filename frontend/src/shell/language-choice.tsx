import { For } from 'solid-js'
import { changeLanguage, languageNames } from '../words/language.ts'
import { language, words } from '../words/words.ts'
import type { Language } from '../words/languages.ts'
import styles from './language-choice.module.css'

/** The languages by their own names, for the foot of pages that everybody sees. */
export function LanguageChoice() {
  return (
    <div class={styles['choice']} role="group" aria-label={words.common.language}>
      <For each={Object.entries(languageNames) as [Language, string][]}>
        {([tag, name]) => <button type="button" lang={tag} aria-pressed={tag === language} disabled={tag === language} onClick={() => changeLanguage(tag)}>{name}</button>}
      </For>
    </div>
  )
}
