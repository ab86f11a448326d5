import type { Me } from '@f2l/common/contracts/api.ts'
import { createSignal } from 'solid-js'
import { useServices } from '../shell/services.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { createForm, Form } from '../ui/form.tsx'
import { SelectField } from '../ui/text-field.tsx'
import { showToast } from '../ui/toast.tsx'
import { changeLanguage, languageNames } from '../words/language.ts'
import type { Language } from '../words/languages.ts'
import { language, words } from '../words/words.ts'
import styles from './settings.module.css'

/** Pages speak one language in each browser; mails one for each person. Whoever changes the first means both, until they say otherwise. */
export function LanguageForm(props: { me: Me }) {
  const { api, lookAgain } = useServices()
  const [pages, setPages] = createSignal<Language>(language)
  // eslint-disable-next-line solid/reactivity -- what is chosen must not change before it is saved
  const [mails, setMails] = createSignal<Language>(props.me.language)
  const form = createForm(async () => {
    await api.changeProfile({ language: mails() })
    if (pages() !== language) return changeLanguage(pages())
    await lookAgain()
    showToast(words.settings.saved)
  })
  const choosePages = (chosen: Language): void => {
    setPages(chosen)
    setMails(chosen)
  }
  return (
    <Card>
      <h2>{words.common.language}</h2>
      <Form state={form} class={styles['form']} label={words.common.language}>
        <SelectField label={words.settings.languageOfPages} value={pages()} choices={languageNames} onChoose={chosen => choosePages(chosen as Language)} />
        <SelectField label={words.settings.languageOfMails} value={mails()} choices={languageNames} onChoose={chosen => setMails(chosen as Language)} />
        <div><Button type="submit" look="primary" isBusy={form.isBusy()}>{words.settings.save}</Button></div>
      </Form>
    </Card>
  )
}
