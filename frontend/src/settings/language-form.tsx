import type { Me } from '@f2l/common/contracts/api.ts'
import { createSignal, Show } from 'solid-js'
import { messageOf } from '../api/api-error.ts'
import { useServices } from '../shell/services.tsx'
import { Card } from '../ui/card.tsx'
import { Notice } from '../ui/notice.tsx'
import { SelectField } from '../ui/text-field.tsx'
import { showToast } from '../ui/toast.tsx'
import { changeLanguage, languageNames } from '../words/language.ts'
import type { Language } from '../words/languages.ts'
import { language, words } from '../words/words.ts'
import styles from './settings.module.css'

/** Pages speak one language in each browser; mails one for each person. Whoever changes the first means both. */
export function LanguageForm(props: { me: Me }) {
  const { api, lookAgain } = useServices()
  const [problem, setProblem] = createSignal<string | null>(null)
  const save = async (chosen: Language): Promise<boolean> => {
    setProblem(null)
    try {
      await api.changeProfile({ language: chosen })
      return true
    } catch (thrown) {
      setProblem(messageOf(thrown))
      return false
    }
  }
  const choosePages = async (chosen: Language): Promise<void> => { if (await save(chosen)) changeLanguage(chosen) }
  const chooseMails = async (chosen: Language): Promise<void> => {
    if (!await save(chosen)) return
    await lookAgain()
    showToast(words.settings.saved)
  }
  return (
    <Card>
      <h2>{words.common.language}</h2>
      <div class={styles['form']}>
        <SelectField label={words.settings.languageOfPages} value={language} choices={languageNames} onChoose={chosen => void choosePages(chosen as Language)} />
        <SelectField label={words.settings.languageOfMails} value={props.me.language} choices={languageNames} onChoose={chosen => void chooseMails(chosen as Language)} />
        <Show when={problem()}>{text => <Notice tone="danger">{text()}</Notice>}</Show>
      </div>
    </Card>
  )
}
